"""The edges: every input of the contract, and the run folder."""
