// The API's types, one for each model. Written from the models by `make types`; not to be edited. Holds no code.
// A stands for an array of two or more dimensions: as it travels, or decoded.

/**
 * A training point that the network on the left of an event has on its side and that on the right has not.
 * @typedef {{
 *   index: number, mislabeled: boolean, right: boolean[]
 * }} ChangedPoint
 */

/**
 * One named value; the last seven only for data sets.
 * @typedef {{
 *   name: string, title: string, description: string, task?: string | null, noise?: number | null, mislabeled?: number
 *   | null, max_samples?: number | null, n_inputs?: number | null, real?: boolean | null, has_noise?: boolean | null
 * }} ChoiceAnswer
 */

/**
 * Every field of an Experiment: what a form is built from.
 * @typedef {{
 *   engine_version: string, limits: Limits, fields: Record<string, FieldAnswer>, training: Record<string, FieldAnswer>
 * }} ChoicesAnswer
 */

/**
 * On the training set, for each λ; total = J = cross-entropy + penalty.
 * @typedef {{
 *   cross_entropy: number[], penalty: number[], total: number[]
 * }} CostParts
 */

/**
 * k folds of the training points; for each the path is searched afresh on the points of the others.
 * @typedef {{
 *   mean: number[], standard_error: number[]
 * }} CrossValidation
 */

/**
 * The fitted curve for each λ, a little beyond the points on both sides.
 * @template A
 * @typedef {{
 *   x: number[], truth: number[] | null, predictions: A
 * }} Curve
 */

/**
 * The data part of an Experiment.
 * @template A
 * @typedef {{
 *   experiment: Record<string, unknown>, engine_version: string, share_url: string | null, points: A, labels: number[],
 *   split: ("train" | "validation")[], mislabeled: boolean[], inputs: Inputs, class_names: string[], input_names:
 *   string[], real: boolean
 * }} DatasetAnswer
 */

/**
 * On the held-out points, [left, right].
 * @typedef {{
 *   cross_entropy: number[], accuracy: number[]
 * }} EventScores
 */

/**
 * What is set up: data, network, regularizer and the λ to solve for. Equal experiments get equal bytes.
 * @typedef {{
 *   task: "classification" | "regression", dataset: "moons" | "circles" | "xor" | "spirals" | "blobs" | "linear" |
 *   "decoys" | "penguins" | "line_and_two" | "sine" | "cubic" | "step" | "own", points: number[][] | null, labels:
 *   number[] | null, validation_points: number[][] | null, validation_labels: number[] | null, mislabeled_points:
 *   boolean[] | null, n_samples: number, noise: number | null, mislabeled: number, nuisance_features: number,
 *   validation_fraction: number, standardize: boolean, hidden_layer_sizes: number[], degree: number | null, activation:
 *   "tanh" | "relu" | "sigmoid", regularizer: "l2" | "l1", penalize_biases: boolean, lambdas: number[], direction:
 *   "best" | "up" | "down" | "independent", restarts: number, folds: number, draws: number, seed: number, inspect:
 *   boolean, continuous: boolean, grid: number, format: "arrays" | "typed"
 * }} Experiment
 */

/**
 * @typedef {{
 *   title: string, description: string, default: unknown, minimum: number | null, maximum: number | null, choices:
 *   ChoiceAnswer[] | null
 * }} FieldAnswer
 */

/**
 * The λ of least validation cost and the unbroken stretch around it that is as good, to one standard error.
 * @typedef {{
 *   index: number, lambda: number, rule: "minimum_validation" | "cross_validation", from: number, to: number,
 *   one_standard_error: Place | null, flat: boolean, at_edge: boolean
 * }} Goldilocks
 */

/**
 * Probabilities of class 1 over the first two inputs as drawn; other inputs at 0 as the network sees them.
 * @template A
 * @typedef {{
 *   x1: number[], x2: number[], probabilities: A
 * }} Grid
 */

/**
 * Network inputs are (points - mean) / scale.
 * @typedef {{
 *   mean: number[], scale: number[]
 * }} Inputs
 */

/**
 * What is true of several fields, or of an address.
 * @typedef {{
 *   lambdas: number, layers: number, units: number, inputs: number, points: number, trained_lambdas: number,
 *   min_lambda: number, max_lambda: number, max_number: number, address: number, qr_address: number
 * }} Limits
 */

/**
 * From the first hidden layer to the output, each at every node.
 * @template A
 * @typedef {{
 *   weights: A, biases: A
 * }} NodeLayer
 */

/**
 * @template A
 * @typedef {{
 *   lambda: number[], layers: NodeLayer<A>[], slopes: NodeLayer<A>[], penalty: number[], squared_weight_norm: number[],
 *   cross_entropy: number[]
 * }} Nodes
 */

/**
 * The solutions over λ. L is the number of λ's, m the number of training points.
 * @template A
 * @typedef {{
 *   experiment: Record<string, unknown>, engine_version: string, share_url: string | null, n_train: number,
 *   n_validation: number, n_parameters: number, n_weights: number, entropy: number, inputs: Inputs, lambdas: number[],
 *   cost: CostParts, train: TrainScores, validation: ValidationScores | null, test: TestScores | null, layers:
 *   PathLayer<A>[], squared_weight_norm: number[], absolute_weight_sum: number[], ceiling: number[],
 *   effective_parameters: (number | null)[], distinct_units: A, alive_units: A, unit_groups: (((number | null)[])[])[]
 *   | null, gradient_norm: number[], converged: boolean[], reason: ("no_minimum" | "kinks" | "kinks_and_zeros" |
 *   "work_limit" | "saddle" | "rounding" | null)[], trivial: boolean[], jump: (boolean | null)[], starts_made: number,
 *   collapse_lambda: number | null, thresholds: Thresholds | null, goldilocks: Goldilocks | null, cross_validation:
 *   CrossValidation | null, repeated_draws: RepeatedDraws<A> | null, grid: Grid<A> | null, pieces: PathPiece<A>[] |
 *   null, events: PathEvent[] | null
 * }} PathAnswer
 */

/**
 * @typedef {{
 *   kind: "tie" | "merge" | "vanish" | "knot", lambda: number, cost: number, squared_weight_norm: number[],
 *   absolute_weight_sum: number[], distinct_units: number[][], changed_points: ChangedPoint[], cross_entropy: number[],
 *   validation: EventScores | null
 * }} PathEvent
 */

/**
 * From the first hidden layer to the output, each at every λ; all but weights and biases only with `inspect`.
 * @template A
 * @typedef {{
 *   weights: A, biases: A, data_gradient?: A | null, penalty_gradient?: A | null, price?: A | null, knock_out?: A |
 *   null, shrinkage?: A | null, predicted_shrinkage?: A | null, bias_data_gradient?: A | null, bias_penalty_gradient?:
 *   A | null, bias_price?: A | null
 * }} PathLayer
 */

/**
 * @template A
 * @typedef {{
 *   from: number, to: number, refined: boolean, visible_error: number | null, nodes: Nodes<A>
 * }} PathPiece
 */

/**
 * @typedef {{
 *   index: number, lambda: number
 * }} Place
 */

/**
 * A refusal, RFC 9457.
 * @typedef {{
 *   type: string, title: string, status: number, detail: string, errors?: ProblemField[], estimate?: number | null,
 *   limit?: number | null, nearest?: Record<string, unknown> | null
 * }} Problem
 */

/**
 * @typedef {{
 *   field: string, message: string
 * }} ProblemField
 */

/**
 * With `task=regression`: polynomials of one input over λ, the exact minimum of J for each.
 * @template A
 * @typedef {{
 *   experiment: Record<string, unknown>, engine_version: string, share_url: string | null, n_train: number,
 *   n_validation: number, n_parameters: number, n_weights: number, entropy: null, variance: number, inputs: Inputs,
 *   features: Inputs, lambdas: number[], cost: RegressionCost, train: RegressionTrainScores, validation:
 *   RegressionValidationScores | null, test: RegressionTestScores | null, layers: PathLayer<A>[], coefficients: A,
 *   squared_weight_norm: number[], absolute_weight_sum: number[], ceiling: number[], effective_parameters: number[],
 *   distinct_units: A, alive_units: A, unit_groups: (((number | null)[])[])[] | null, gradient_norm: number[],
 *   converged: boolean[], reason: ("rounding" | null)[], trivial: boolean[], jump: (boolean | null)[], starts_made:
 *   number, collapse_lambda: number | null, thresholds: Thresholds | null, goldilocks: Goldilocks | null,
 *   cross_validation: CrossValidation | null, repeated_draws: RepeatedDraws<A> | null, curve: Curve<A> | null, pieces:
 *   RegressionPiece<A>[] | null, events: RegressionEvent[] | null
 * }} RegressionAnswer
 */

/**
 * On the training set, for each λ; total = J = squared error + penalty.
 * @typedef {{
 *   squared_error: number[], penalty: number[], total: number[]
 * }} RegressionCost
 */

/**
 * @typedef {{
 *   kind: "tie" | "merge" | "vanish" | "knot", lambda: number, cost: number, squared_weight_norm: number[],
 *   absolute_weight_sum: number[], distinct_units: number[][], changed_points: ChangedPoint[], squared_error: number[],
 *   validation: RegressionEventScores | null
 * }} RegressionEvent
 */

/**
 * On the held-out points, [left, right].
 * @typedef {{
 *   squared_error: number[], root_mean_squared_error: number[]
 * }} RegressionEventScores
 */

/**
 * @template A
 * @typedef {{
 *   lambda: number[], layers: NodeLayer<A>[], slopes: NodeLayer<A>[], penalty: number[], squared_weight_norm: number[],
 *   squared_error: number[]
 * }} RegressionNodes
 */

/**
 * @template A
 * @typedef {{
 *   from: number, to: number, refined: boolean, visible_error: number | null, nodes: RegressionNodes<A>
 * }} RegressionPiece
 */

/**
 * On a large fresh draw from the curve and its jitter, with no point far off.
 * @typedef {{
 *   squared_error: number[], root_mean_squared_error: number[], least_squared_error: number
 * }} RegressionTestScores
 */

/**
 * @typedef {{
 *   squared_error: number[], root_mean_squared_error: number[]
 * }} RegressionTrainScores
 */

/**
 * @typedef {{
 *   squared_error: number[], root_mean_squared_error: number[], standard_error: (number | null)[]
 * }} RegressionValidationScores
 */

/**
 * λ chosen again on fresh data sets of the same kind, each solved from one start.
 * @template A
 * @typedef {{
 *   seeds: number[], index: number[], lambdas: number[], validation: A
 * }} RepeatedDraws
 */

/**
 * On the training set, [L][S] each; total = J = cross-entropy + penalty.
 * @template A
 * @typedef {{
 *   cross_entropy: A, penalty: A, total: A
 * }} SnapshotCosts
 */

/**
 * From the first hidden layer to the output, each at every λ and snapshot.
 * @template A
 * @typedef {{
 *   weights: A, biases: A
 * }} SnapshotLayer
 */

/**
 * On a large fresh draw with true labels, [L][S] each.
 * @template A
 * @typedef {{
 *   cross_entropy: A, accuracy: A, bayes_accuracy: number
 * }} SnapshotTestScores
 */

/**
 * [L][S] each.
 * @template A
 * @typedef {{
 *   cross_entropy: A, accuracy: A, n_mislabeled: number, mislabeled_right: A
 * }} SnapshotTrainScores
 */

/**
 * [L][S] each.
 * @template A
 * @typedef {{
 *   cross_entropy: A, accuracy: A, standard_error: A, larger_class: number
 * }} SnapshotValidationScores
 */

/**
 * On a large fresh draw with true labels.
 * @typedef {{
 *   cross_entropy: number[], accuracy: number[], bayes_accuracy: number
 * }} TestScores
 */

/**
 * From which λ on W = 0 is a minimum, from the data alone.
 * @typedef {{
 *   minimum: number | null, least: number | null, least_by_search: boolean
 * }} Thresholds
 */

/**
 * @typedef {{
 *   cross_entropy: number[], accuracy: number[], n_mislabeled: number, mislabeled_right: number[]
 * }} TrainScores
 */

/**
 * Training step by step. L is the number of λ's, S of snapshots, m of training points.
 * @template A
 * @typedef {{
 *   experiment: Record<string, unknown>, engine_version: string, share_url: string | null, n_train: number,
 *   n_validation: number, n_parameters: number, n_weights: number, entropy: number, inputs: Inputs, lambdas: number[],
 *   epochs: number[], cost: SnapshotCosts<A>, train: SnapshotTrainScores<A>, validation: SnapshotValidationScores<A> |
 *   null, test: SnapshotTestScores<A> | null, squared_weight_norm: A, gradient_norm: A, layers: SnapshotLayer<A>[],
 *   weight_decay: number[], diverged_at: (number | null)[], reason: (string | null)[]
 * }} TrainingAnswer
 */

/**
 * An array as base64 of little-endian float32, row by row; in the form that Plotly takes.
 * @typedef {{
 *   dtype: "f4", shape: string, bdata: string
 * }} TypedArray
 */

/**
 * At λ = 0 without a minimum, of the network at which the steps ended.
 * @typedef {{
 *   cross_entropy: number[], accuracy: number[], standard_error: (number | null)[], larger_class: number
 * }} ValidationScores
 */

export {};
