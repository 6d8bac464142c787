package main

import (
	"encoding/json"
	"net/http"
)

// API serves what openapi.yaml promises.
type API struct {
	products *Products
}

func (a *API) Healthy(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) }

func (a *API) GetProduct(w http.ResponseWriter, r *http.Request) {
	product, err := a.products.Get(r.Context(), r.PathValue("product_id"))
	if err != nil {
		http.Error(w, "no such product", http.StatusNotFound)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(product)
}
