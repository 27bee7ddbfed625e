package scenario

import (
	"time"
)

var innocentLoads = []Scenario{
	keepsStill("daily-waves", "three times as much at noon as at night", dailyWaves),
	keepsStill("batch-jobs", "dozens of goroutines and 20 MB every few hours, all gone afterwards", batchJobs),
	heldOut(keepsStill("bursts", "a hundred requests at once, now and then", bursts)),
	keepsStill("idle", "nobody asks anything", func(l *Life) { l.Traffic.Mean = 0 }),
	heldOut(keepsStill("heavy-garbage", "much is made and nothing kept", heavyGarbage)),
}

func dailyWaves(l *Life) {
	l.Traffic.Mean, l.Traffic.Swing = 50, 0.85
}

func runPart(length time.Duration) { time.Sleep(length) }

func batchJobs(l *Life) {
	dice := l.dice()
	l.randomly(1.0/16, func() {
		rows := make([][]byte, 320)
		for i := range rows {
			rows[i] = fill(make([]byte, 64<<10))
		}
		for left := 30 + dice.Intn(50); left > 0; left-- {
			go runPart(l.Ticks(between(dice, 0.5, 4)))
		}
		time.Sleep(l.Ticks(between(dice, 2, 5)))
		rows[0][0]++
	})
}

func answerLate(length time.Duration) { time.Sleep(length) }

func bursts(l *Life) {
	dice := l.dice()
	l.randomly(1.0/12, func() {
		for left := 60 + dice.Intn(80); left > 0; left-- {
			go answerLate(l.Ticks(dice.ExpFloat64()))
		}
	})
}

func heavyGarbage(l *Life) {
	dice := l.dice()
	for i := 0; i < 3; i++ {
		l.randomly(200, func() {
			parts := make([][]byte, 16)
			for i := range parts {
				parts[i] = fill(make([]byte, 1<<10<<dice.Intn(6)))
			}
		})
	}
}
