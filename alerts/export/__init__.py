"""Many incidents as one file: GeoJSON for maps, CSV for tables."""
