"""The proof that the record was not changed: what an audit finds, and Merkle trees over the heads of all cases."""
