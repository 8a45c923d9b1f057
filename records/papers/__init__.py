"""The register of papers: letters as they went out, and papers that came in."""
