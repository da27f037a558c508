"""What every page shares: access, forms, errors, headers, words, tables."""
