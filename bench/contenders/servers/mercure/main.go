// A Mercure hub: the module that its Caddy build contains, with the transport and the intervals that its documentation gives for
// production, on a server of Go's net/http. Reads PORT, PUBLISHER_KEY and DATABASE from the environment.
package main

import (
	"context"
	"log"
	"log/slog"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/dunglas/mercure"
)

const (
	historySize = 10_000
	heartbeat   = 40 * time.Second
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM)
	defer stop()

	logger := slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelError}))
	subscribers := mercure.NewSubscriberList(mercure.DefaultSubscriberListCacheSize)
	transport, err := mercure.NewBoltTransport(subscribers, logger, os.Getenv("DATABASE"), "", historySize, mercure.BoltDefaultCleanupFrequency)
	if err != nil {
		log.Fatal(err)
	}
	hub, err := mercure.NewHub(
		ctx,
		mercure.WithTransport(transport),
		mercure.WithPublisherJWT([]byte(os.Getenv("PUBLISHER_KEY")), "HS256"),
		mercure.WithAnonymous(),
		mercure.WithHeartbeat(heartbeat),
		mercure.WithLogger(logger),
	)
	if err != nil {
		log.Fatal(err)
	}

	server := &http.Server{Addr: "127.0.0.1:" + os.Getenv("PORT"), Handler: hub, ReadHeaderTimeout: 5 * time.Second}
	go func() {
		<-ctx.Done()
		_ = server.Close()
	}()
	if err := server.ListenAndServe(); err != http.ErrServerClosed {
		log.Fatal(err)
	}
}
