"""J and its derivatives, stated once: activations, network, cost, backpropagation, Hessian. Minimises nothing."""
