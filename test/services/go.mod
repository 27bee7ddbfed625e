module example.org/collect

go 1.19

require example.org/sdk/trpc-config-rainbow v0.0.0

replace example.org/sdk/trpc-config-rainbow => ./trpc-config-rainbow
