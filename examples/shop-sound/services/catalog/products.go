package main

import (
	"context"
	"encoding/json"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/redis/go-redis/v9"
)

const cachedFor = 5 * time.Minute

// Products reads through the cache: a miss asks the database and keeps the answer for a while.
type Products struct {
	pool  *pgxpool.Pool
	cache *redis.Client
}

func NewProducts(pool *pgxpool.Pool, cache *redis.Client) *Products {
	return &Products{pool: pool, cache: cache}
}

func (p *Products) Get(ctx context.Context, id string) (*Product, error) {
	if kept, err := p.cache.Get(ctx, "product:"+id).Bytes(); err == nil {
		var product Product
		if json.Unmarshal(kept, &product) == nil {
			return &product, nil
		}
	}
	product, err := p.load(ctx, id)
	if err != nil {
		return nil, err
	}
	if text, err := json.Marshal(product); err == nil {
		p.cache.Set(ctx, "product:"+id, text, cachedFor)
	}
	return product, nil
}
