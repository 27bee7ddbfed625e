module example.org/sdk/trpc-config-rainbow

go 1.19
