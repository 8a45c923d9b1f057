"""The register of papers in and out."""
