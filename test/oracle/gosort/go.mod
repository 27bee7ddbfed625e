module example.org/gosort

go 1.23
