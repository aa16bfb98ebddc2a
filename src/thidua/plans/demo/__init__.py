"""The demonstration plan: data in our own words, and the Word file made from it by the product itself."""
