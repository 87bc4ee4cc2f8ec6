// The shapes that travel through the page, one typedef per API model. Holds no code.

/** @typedef {import("./state.js").State} State */

/**
 * What is set up: the fields of the Experiment as in JSON.
 * @typedef {{
 *   task: string, dataset: string, n_samples: number, noise: number, mislabeled: number,
 *   nuisance_features: number, validation_fraction: number, hidden_layer_sizes: number[],
 *   activation: string, regularizer: string, direction: string, restarts: number, folds: number, draws: number, seed: number,
 *   [field: string]: unknown
 * }} Settings
 */

/** An array of two or more dimensions, row-major. @typedef {{data: Float32Array, shape: number[]}} Tensor */

/** As it travels: base64 of little-endian numbers. @typedef {{dtype: string, shape: string, bdata: string}} TypedArray */

/**
 * One layer at every λ. The last six come with `inspect=true`.
 * @typedef {{
 *   weights: Tensor, biases: Tensor,
 *   data_gradient: Tensor, penalty_gradient: Tensor, price: Tensor, knock_out: Tensor,
 *   shrinkage: Tensor, predicted_shrinkage: Tensor
 * }} PathLayer
 */

/** @typedef {{cross_entropy: number[], accuracy: number[]}} Scores */

/**
 * @typedef {{
 *   index: number, lambda: number, rule: "minimum_validation" | "cross_validation",
 *   one_standard_error: {index: number, lambda: number} | null,
 *   from: number, to: number, flat: boolean, at_edge: boolean
 * }} Goldilocks
 */

/** Over the folds, for each λ. @typedef {{mean: number[], standard_error: number[]}} CrossValidation */

/** λ chosen again on fresh data sets. @typedef {{seeds: number[], index: number[], lambdas: number[], validation: Tensor}} RepeatedDraws */

/** Why a solution is not an ordinary minimum. @typedef {"no_minimum" | "kinks" | "work_limit" | "rounding"} Reason */

/**
 * The answer of /api/v1/path, typed arrays decoded. L is the number of λ.
 * @typedef {{
 *   experiment: Settings, engine_version: string, share_url: string | null,
 *   n_train: number, n_validation: number, n_parameters: number, n_weights: number,
 *   inputs: {mean: number[], scale: number[]}, entropy: number,
 *   lambdas: number[],
 *   cost: {cross_entropy: number[], penalty: number[], total: number[]},
 *   train: Scores & {n_mislabeled: number, mislabeled_right: number[]},
 *   validation: (Scores & {standard_error: (number | null)[]}) | null,
 *   test: (Scores & {bayes_accuracy: number}) | null,
 *   layers: PathLayer[],
 *   squared_weight_norm: number[], absolute_weight_sum: number[], effective_parameters: (number | null)[],
 *   gradient_norm: number[], converged: boolean[], trivial: boolean[], jump: (boolean | null)[],
 *   reason: (Reason | null)[],
 *   collapse_lambda: number | null, thresholds: {minimum: number | null, least: number | null} | null,
 *   goldilocks: Goldilocks | null, cross_validation: CrossValidation | null, repeated_draws: RepeatedDraws | null
 * }} Path
 */

/** `predictions` is [L][n]; `truth` is null for own points. @typedef {{x: number[], truth: number[] | null, predictions: Tensor}} Curve */

/**
 * The same in regression: a curve through points, what it misses by in place of the cross-entropy.
 * @typedef {Path & {
 *   cost: {squared_error: number[]}, variance: number, features: {mean: number[], scale: number[]}, curve: Curve | null
 * }} RegressionPath
 */

/** [L][S] each. @typedef {{cross_entropy: Tensor, accuracy: Tensor}} TrainingScores */

/** One layer at every λ and snapshot: [L][S][out][in] and [L][S][out]. @typedef {{weights: Tensor, biases: Tensor}} TrainingLayer */

/**
 * The answer of /api/v1/train, typed arrays decoded; NaN from divergence on. L is the number of λ, S of snapshots.
 * @typedef {{
 *   experiment: Settings, n_train: number, n_validation: number, n_parameters: number, n_weights: number, entropy: number,
 *   inputs: {mean: number[], scale: number[]},
 *   lambdas: number[], epochs: number[],
 *   cost: {cross_entropy: Tensor, penalty: Tensor, total: Tensor},
 *   train: TrainingScores, validation: TrainingScores | null,
 *   squared_weight_norm: Tensor, layers: TrainingLayer[],
 *   weight_decay: number[], diverged_at: (number | null)[], reason: (string | null)[]
 * }} Training
 */

/**
 * The answer of /api/v1/dataset: points as drawn, network inputs = (point - mean) / scale.
 * @typedef {{
 *   points: number[][], labels: number[], split: ("train" | "validation")[], mislabeled: boolean[],
 *   inputs: {mean: number[], scale: number[]}, class_names: string[], input_names: string[], real: boolean
 * }} Dataset
 */

/**
 * A refusal (RFC 9457). `nearest` and the seconds come with a budget problem.
 * @typedef {{
 *   type: string, title: string, status: number, detail: string,
 *   errors?: {field: string, message: string}[],
 *   estimate?: number, limit?: number, nearest?: Partial<Settings>
 * }} Problem
 */

/**
 * @typedef {{
 *   name: string, title: string, description: string,
 *   noise?: number | null, mislabeled?: number, max_samples?: number, n_inputs?: number, real?: boolean, has_noise?: boolean
 * }} Choice
 */

/**
 * @typedef {{
 *   title: string, description: string, default: unknown,
 *   minimum?: number | null, maximum?: number | null, choices?: Choice[] | null
 * }} Field
 */

/**
 * The answer of /api/v1/choices, also embedded in the page.
 * @typedef {{engine_version: string, limits: Record<string, number>, fields: Record<string, Field>}} Choices
 */

/** A weight, counted from 0. @typedef {{layer: number, to: number, from: number}} WeightPlace */

/** @typedef {{done: number, of: number, lambda: number}} Progress */

/** @typedef {"cost" | "validation" | "weights" | "network"} Tab */

/** @typedef {"weight_paths" | "squared_weight_norm"} WeightChart */

/**
 * What a view may ask for; main.js answers.
 * @typedef {{
 *   setLambdaIndex: (index: number) => void,
 *   pickWeight: (place: WeightPlace) => void,
 *   changeSettings: (change: Partial<Settings>) => void,
 *   setTab: (tab: Tab) => void,
 *   setWeightChart: (chart: WeightChart) => void,
 *   autoplay: (on: boolean) => void,
 *   showWarmStartPaths?: (on: boolean) => void,
 *   setTheme: (theme: "light" | "dark") => void,
 *   retry: () => void,
 *   restart: () => void,
 *   cancel?: () => void,
 *   dismissNotice: () => void,
 *   address: () => string
 * }} Actions
 */

/** @typedef {{update: (state: State, previous: State | null) => void}} View */

/** What only the Lab knows: the figure that a room is shown, counted from 1, or null. @typedef {State & {presented: number | null}} LabState */

/** On screen; `frame` is held while points are edited. @typedef {Dataset & {frame?: import("../model/picture_frame.js").HeldFrame}} ShownDataset */

/**
 * Points being edited. `draft` is what stands on screen, `edited` whether it is other than the data set solved;
 * `cross` is the crosshair of the keyboard, `label` the class to add.
 * @typedef {{
 *   draft: import("../model/own_points.js").OwnPoints, edited: boolean, frame: import("../model/picture_frame.js").HeldFrame,
 *   selected: number | null, cross: number[] | null, label: number, message: string, can_undo: boolean, can_redo: boolean
 * }} Editing
 */

/**
 * Training step by step; a place in it is a snapshot.
 * @typedef {{
 *   showPlayback: (on: boolean) => void,
 *   setSnapshot: (snapshot: number) => void,
 *   playEpochs: (on: boolean) => void,
 *   changeRecipe: (change: Partial<import("../model/training.js").Recipe>) => void,
 *   retryPlayback: () => void
 * }} PlaybackActions
 */

/**
 * What only the Lab's views may ask for. `dragged`: more is to come.
 * @typedef {Actions & PlaybackActions & {
 *   inspect: (on: boolean) => void, freeze: (on: boolean) => void,
 *   compare: () => void, pin: () => void, pinOtherPenalty: () => void, unpin: () => void, swapPin: () => void, retryPin: () => void,
 *   changePin: (change: Partial<Settings>) => void,
 *   presentFigure: (presented: number | null) => void, fetchFile: (kind: string) => Promise<{blob: Blob, name: string}>,
 *   openEditing: () => void, closeEditing: () => void,
 *   editPoints: (draft: Editing["draft"], change: Partial<Editing>, dragged?: boolean) => void,
 *   showEditing: (change: Partial<Editing>) => void,
 *   undoEdit: () => void, redoEdit: () => void, backToDataSet: () => void
 * }} LabActions
 */

/** @typedef {{update: (state: LabState, previous: LabState | null) => void}} LabView */

export {};
