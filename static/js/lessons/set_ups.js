// What several lessons set up: queries of the Lab. Six λ to a decade, so that 0.1, 1, 10 and 100 are among them.

const DECADES = { from: -4, to: 3 };
const EACH = 6;

const steps = EACH * (DECADES.to - DECADES.from) + 1;
const lambdas = Array.from({ length: steps }, (_, k) => Number((10 ** (DECADES.from + k / EACH)).toPrecision(3)));
const LAMBDAS = `lambdas=0,${lambdas.join(",")}`;

/** Two moons, some points mislabeled, one hidden layer: the Lab's own first view. */
export const NETWORK = LAMBDAS;

/** Two inputs, no hidden layer: every weight is one of the model's own. */
export const LOGISTIC = `dataset=linear&n_samples=100&hidden_layer_sizes=&${LAMBDAS}`;
