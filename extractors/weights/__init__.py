"""What weighs: chains, rankings and the network, each with its arithmetic; what they weigh is told elsewhere."""
