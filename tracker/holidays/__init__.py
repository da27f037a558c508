"""The years of the State Council calendar that this office entered or imported, beside those that are shipped."""
