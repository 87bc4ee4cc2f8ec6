// The shapes that travel through the page: the API's as they are once decoded, and the page's own. Holds no code.

/** @typedef {import("./state.js").State} State */

/** An array of two or more dimensions, row-major. @typedef {{data: Float32Array, shape: number[]}} Tensor */

/**
 * What is set up: the fields of the Experiment as the page has them. Own points are text in `data`.
 * @typedef {Omit<import("./api_types.js").Experiment, "noise" | "inspect" | "continuous" | "grid" | "format"> & {noise: number, [field: string]: unknown}} Settings
 */

/** @typedef {import("./api_types.js").PathLayer<Tensor>} AnsweredLayer */

/** One layer at every λ, inspected. @typedef {{[Field in keyof AnsweredLayer]-?: NonNullable<AnsweredLayer[Field]>}} PathLayer */

/** Of an answer, what the page tells more of. @template Answer @typedef {Omit<Answer, "experiment" | "layers"> & {experiment: Settings}} Head */

/** The answer of /api/v1/path. @typedef {Head<import("./api_types.js").PathAnswer<Tensor>> & {layers: PathLayer[]}} Path */

/** A curve through points. @typedef {import("./api_types.js").Curve<Tensor>} Curve */

/**
 * The same in regression: what it misses by in place of the cross-entropy.
 * @typedef {Path & Pick<import("./api_types.js").RegressionAnswer<Tensor>, "cost" | "variance" | "features" | "curve">} RegressionPath
 */

/** The answer of /api/v1/train; NaN from divergence on. @typedef {import("./api_types.js").TrainingAnswer<Tensor> & {experiment: Settings}} Training */

/** @typedef {Pick<import("./api_types.js").SnapshotTrainScores<Tensor>, "cross_entropy" | "accuracy">} TrainingScores */

/** The answer of /api/v1/dataset, which travels as lists. @typedef {import("./api_types.js").DatasetAnswer<number[][]>} Dataset */

/** @typedef {import("./api_types.js").Goldilocks} Goldilocks */

/** A refusal. `nearest` and the seconds come with a budget problem. @typedef {import("./api_types.js").Problem} Problem */

/** @typedef {import("./api_types.js").ChoiceAnswer} Choice */

/** @typedef {import("./api_types.js").FieldAnswer} Field */

/** The answer of /api/v1/choices, also embedded in the page. @typedef {import("./api_types.js").ChoicesAnswer} Choices */

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

/**
 * On screen; of a coarse path, while a point is dragged, λ stands at `held_lambda` where none is asked for; `followed` from that of the points before.
 * @typedef {Path & {held_lambda?: number, followed?: boolean}} ShownPath
 */

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
