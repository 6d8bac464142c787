package main

import (
	"context"
	"log/slog"
	"net/http"
	"os"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/redis/go-redis/v9"
)

func main() {
	config, err := pgxpool.ParseConfig(os.Getenv("DATABASE_URL"))
	if err != nil {
		slog.Error("database", "error", err)
		os.Exit(1)
	}
	config.MaxConns = 20
	pool, err := pgxpool.NewWithConfig(context.Background(), config)
	if err != nil {
		slog.Error("database", "error", err)
		os.Exit(1)
	}
	cache := redis.NewClient(&redis.Options{Addr: os.Getenv("CACHE_ADDRESS"), ReadTimeout: 50 * time.Millisecond})
	api := &API{products: NewProducts(pool, cache)}

	mux := http.NewServeMux()
	mux.HandleFunc("GET /healthz", api.Healthy)
	mux.HandleFunc("GET /readyz", api.Ready)
	mux.HandleFunc("GET /v1/products", api.ListProducts)
	mux.HandleFunc("POST /v1/products", api.CreateProduct)
	mux.HandleFunc("GET /v1/products/{product_id}", api.GetProduct)
	server := &http.Server{Addr: ":8081", Handler: mux, ReadTimeout: 5 * time.Second, WriteTimeout: 10 * time.Second}
	if err := server.ListenAndServe(); err != nil {
		slog.Error("server", "error", err)
		os.Exit(1)
	}
}
