// Package config loads the service's configuration, and leaks: every refresh starts a new endless watcher.
package config

import (
	"runtime"
	"time"

	rainbow "example.org/sdk/trpc-config-rainbow"
)

// watchOnRefresh is "no" in a build in which the leak is repaired: -ldflags "-X …/internal/pkg/config.watchOnRefresh=no".
var watchOnRefresh = "yes"

type appConfig struct {
	raw     []byte
	decoded []byte
}

type appConfigLoaderRainbowImpl struct {
	kv     *rainbow.KV
	retain int
}

// Loader keeps the configuration fresh.
type Loader interface {
	Watch(key string)
	Refresh(key string)
	Run(tick time.Duration)
}

// NewLoader makes a loader whose every Watch retains `retain` bytes in each of two goroutines.
func NewLoader(retain int) Loader {
	return &appConfigLoaderRainbowImpl{kv: rainbow.New(retain), retain: retain}
}

// Run refreshes the configuration on each tick.
func (l *appConfigLoaderRainbowImpl) Run(tick time.Duration) {
	for range time.Tick(tick) {
		l.Refresh("app.yaml")
	}
}

// Refresh reads the value anew. The defect: it also watches it anew.
func (l *appConfigLoaderRainbowImpl) Refresh(key string) {
	_ = l.kv.Get(key)
	if watchOnRefresh == "yes" {
		l.Watch(key)
	}
}

// Watch follows a key, for ever.
//
//go:noinline
func (l *appConfigLoaderRainbowImpl) Watch(key string) {
	changes := l.kv.Watch(key)

	go func() {
		current := decodeAppConfig(nil, l.retain)
		for change := range changes {
			current = decodeAppConfig(change.Value, l.retain)
		}
		runtime.KeepAlive(current)
	}()
}

//go:noinline
func decodeAppConfig(raw []byte, size int) *appConfig {
	decoded := make([]byte, size)
	for i := 0; i < len(decoded); i += 512 {
		decoded[i] = 1
	}
	return &appConfig{raw: raw, decoded: decoded}
}
