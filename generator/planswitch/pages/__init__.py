"""Floor 3: decisions become pages and JSON files, one module an output, with the templates beside them."""
