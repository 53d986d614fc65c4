using System.Text.Json;
using System.Text.Json.Serialization;

namespace Enas.Pipeline.Options;

/// <summary>A job file with every default resolved. Budgets are totals over the life of a search.</summary>
public sealed record JobOptions
{
    public required int SchemaVersion { get; init; }

    /// <summary>A label; never a fact.</summary>
    public required string Name { get; init; }

    public required IReadOnlyList<string> Tags { get; init; }

    /// <summary>The preset whose values fill what the file leaves out.</summary>
    public required string Preset { get; init; }

    /// <summary>How the folder came to be, see <see cref="JobOrigins"/>; never a fact.</summary>
    public string Origin { get; init; } = JobOrigins.Search;

    /// <summary>The only seed; every stream of randomness is derived from it by name.</summary>
    public required ulong Seed { get; init; }

    public required DataOptions Data { get; init; }

    /// <summary>The seed that draws the split and generated data.</summary>
    [JsonIgnore]
    public ulong DataSeed => Data.Seed < 0 ? Seed : (ulong)Data.Seed;

    public required SpaceOptions Space { get; init; }

    public required StrategyOptions Strategy { get; init; }

    public required RecurrentNetworkOptions SharedWeights { get; init; }

    /// <summary>Image spaces: the supernet and its training, in the place of <see cref="SharedWeights"/>.</summary>
    public ImageNetworkOptions? ImageWeights { get; init; }

    public required PolicyOptions Policy { get; init; }

    public required RewardOptions Reward { get; init; }

    public required BudgetOptions Budget { get; init; }

    public required DeriveOptions Derive { get; init; }

    public required FinalTrainingOptions Train { get; init; }

    public required LogOptions Log { get; init; }

    public required CheckpointOptions Checkpoint { get; init; }

    public DeviceOptions Compute { get; init; } = new();

    /// <summary>What a space, a strategy or an evaluator added, as JSON; see <see cref="Own"/>.</summary>
    [JsonPropertyName("own")]
    public JsonElement? OwnValues { get; init; }

    /// <summary>The options that a space, a strategy or an evaluator added.</summary>
    [JsonIgnore]
    public OwnOptions Own => new(OwnValues);
}

/// <summary>How a search's folder came to be.</summary>
public static class JobOrigins
{
    public const string Search = "search";
    public const string Train = "train";
    public const string Fork = "fork";
}

/// <summary>Where the tokens or images come from.</summary>
public sealed record DataOptions
{
    /// <summary><c>tokens</c> or <c>images</c> (a folder), or <c>generated</c> (the built-in language or pictures).</summary>
    public required string Kind { get; init; }

    /// <summary>Folder with train.txt, valid.txt, test.txt or NAME.train.txt and so on; absolute after resolution. Empty for
    /// <c>generated</c>.</summary>
    public required string Path { get; init; }

    /// <summary>Draws the split and generated data; below 0 the job's own seed does. The facts state the digest of what is drawn.</summary>
    public long Seed { get; init; } = -1;

    /// <summary>Generated language: number of hidden states.</summary>
    public required int States { get; init; }

    /// <summary>Generated language: number of words.</summary>
    public required int Vocabulary { get; init; }

    /// <summary>Generated language: words that each state can emit.</summary>
    public required int Branches { get; init; }

    public required int TrainTokens { get; init; }

    public required int ValidTokens { get; init; }

    public required int TestTokens { get; init; }

    /// <summary>Text: what a token is, <c>words</c> or <c>characters</c>.</summary>
    public string Tokens { get; init; } = TokenUnits.Words;

    /// <summary>Text: which words are left out of the vocabulary, and what stands for them.</summary>
    public UnknownWordOptions Unknown { get; init; } = new();

    /// <summary>Image spaces: how images are split and varied.</summary>
    public ImageDataOptions? Images { get; init; }
}

/// <summary>Text: the words outside the vocabulary.</summary>
public sealed record UnknownWordOptions
{
    /// <summary>The word that stands for them; empty for none: a text with such words is refused.</summary>
    public string Word { get; init; } = string.Empty;

    /// <summary>Words that the training text has less often are left out.</summary>
    public int MinimumCount { get; init; } = 1;

    /// <summary>Words of the vocabulary at most, <c>&lt;eos&gt;</c> and the unknown word among them; 0 for all.</summary>
    public int VocabularySize { get; init; }
}

/// <summary>What can be chosen.</summary>
public sealed record SpaceOptions
{
    /// <summary><c>rnn-cell</c>, <c>macro-cnn</c> or <c>micro-cnn</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>Recurrent cell: computational nodes N, node 0 included. Micro: nodes B of each cell, its two inputs not counted.</summary>
    public required int Nodes { get; init; }

    /// <summary>Activations that a node can take: a subset of tanh, relu, identity, sigmoid.</summary>
    public required IReadOnlyList<string> Activations { get; init; }

    /// <summary><c>sampled</c>, or the name of the activation that node 0 always has (enas-lm: tanh).</summary>
    public required string FirstActivation { get; init; }

    /// <summary><c>loose-ends</c>, <c>all-nodes</c>, or <c>all-but-first</c>: the nodes whose mean is the output.</summary>
    public required string Output { get; init; }

    /// <summary>Macro: layers L, the stem not counted.</summary>
    public int Layers { get; init; }

    /// <summary>Macro and micro: the operations that a layer or a branch can take, by name.</summary>
    public IReadOnlyList<string> Operations { get; init; } = [];
}

/// <summary>Which steps, in which order.</summary>
public sealed record StrategyOptions
{
    /// <summary><c>enas</c> or <c>random</c> (uniform policy, same budget).</summary>
    public required string Kind { get; init; }

    /// <summary>Weight steps before the first round (the policy rests).</summary>
    public required int WarmUpSteps { get; init; }

    /// <summary>Weight steps of a round; 0 means one epoch.</summary>
    public required int WeightStepsPerRound { get; init; }

    /// <summary>Policy steps of a round.</summary>
    public required int PolicyStepsPerRound { get; init; }

    /// <summary>Architectures whose gradients one policy step averages (1, 10 or 20 in the presets).</summary>
    public required int SamplesPerPolicyStep { get; init; }
}

/// <summary>A recurrent network and how it is trained: the supernet, and (inside <see cref="FinalTrainingOptions"/>)
/// the fixed network.</summary>
public sealed record RecurrentNetworkOptions
{
    /// <summary>Hidden and embedding width H.</summary>
    public required int Hidden { get; init; }

    /// <summary><c>edge</c> or <c>edge-activation</c>: what a weight matrix is shared over.</summary>
    public required string Sharing { get; init; }

    /// <summary>Decoder and embedding are one matrix.</summary>
    public required bool TiedDecoder { get; init; }

    public required bool DecoderBias { get; init; }

    /// <summary><c>none</c>, <c>average</c> (after the mean) or <c>nodes-and-average</c> (the official search network).</summary>
    public required string BatchNorm { get; init; }

    public required double BatchNormEpsilon { get; init; }

    /// <summary>Limit of each hidden state's L2 norm, 0 for none.</summary>
    public required double HiddenNormLimit { get; init; }

    public required int BatchSize { get; init; }

    /// <summary>Window length T in tokens (BPTT).</summary>
    public required int SequenceLength { get; init; }

    /// <summary>Random window lengths (enas-lm): T with probability .95, else T/2, then a normal with deviation 5, at most T + 20; the rate
    /// scales with length / T.</summary>
    public required bool RandomSequenceLength { get; init; }

    /// <summary>Share of word types dropped for a whole sequence.</summary>
    public required double EmbeddingDropout { get; init; }

    /// <summary>Variational dropout on the input of the cell.</summary>
    public required double InputDropout { get; init; }

    /// <summary>Variational dropout on the input of every state and node product.</summary>
    public required double HiddenDropout { get; init; }

    /// <summary>Variational dropout before the decoder.</summary>
    public required double OutputDropout { get; init; }

    /// <summary>SGD learning rate.</summary>
    public required double LearningRate { get; init; }

    /// <summary>Factor per epoch from <see cref="DecayStartEpoch"/> on.</summary>
    public required double DecayFactor { get; init; }

    public required int DecayStartEpoch { get; init; }

    public required double LearningRateFloor { get; init; }

    /// <summary>Largest global gradient norm over the active weights, 0 for none.</summary>
    public required double ClipNorm { get; init; }

    /// <summary>λ of λ Σ w² over the active weights, added to the loss.</summary>
    public required double L2 { get; init; }

    /// <summary><c>mean</c> over tokens, or <c>sum-per-sequence</c>: the sum divided by the batch size (official).</summary>
    public required string Loss { get; init; }

    /// <summary>β of β · mean (h_t - h_{t-1})².</summary>
    public required double Slowness { get; init; }

    /// <summary>α of α · mean h².</summary>
    public required double ActivationL2 { get; init; }

    /// <summary>Initial weights are uniform in ± this.</summary>
    public required double InitRange { get; init; }
}

/// <summary>The LSTM policy and its training by REINFORCE.</summary>
public sealed record PolicyOptions
{
    public required int Hidden { get; init; }

    public required double InitRange { get; init; }

    /// <summary>Logits are divided by it first.</summary>
    public required double Temperature { get; init; }

    /// <summary>c of c·tanh(logit); 0 for none.</summary>
    public required double TanhConstant { get; init; }

    /// <summary>Subtracted from an index logit: this times distance² (official: 1/6).</summary>
    public required double RecencyBias { get; init; }

    /// <summary>The chosen node's state is divided by 0.1 + distance before it becomes the next input (official, enas-lm).</summary>
    public required bool DistanceScaling { get; init; }

    /// <summary>Activation logits use the activation embedding (enas-lm) instead of a matrix of their own.</summary>
    public required bool TiedActivations { get; init; }

    public required double LearningRate { get; init; }

    public required double Beta1 { get; init; }

    public required double Beta2 { get; init; }

    public required double Epsilon { get; init; }

    /// <summary>Largest gradient norm, 0 for none.</summary>
    public required double ClipNorm { get; init; }

    /// <summary>Weight of the entropy in the signal.</summary>
    public required double EntropyWeight { get; init; }

    /// <summary><c>distribution</c> (true entropy) or <c>sampled</c> (-p log p of the sampled action, official).</summary>
    public required string Entropy { get; init; }

    /// <summary>d of b ← d b + (1-d) signal.</summary>
    public required double BaselineDecay { get; init; }

    /// <summary>Macro: bit i attends to entry i (<see cref="AlignedKeys"/>) or to layer i (<see cref="ShiftedKeys"/>, official).</summary>
    public string SkipKeys { get; init; } = AlignedKeys;

    /// <summary>Macro: <see cref="BernoulliPenalty"/> (of the sampled probabilities) or <see cref="OfficialPenalty"/> (of
    /// each logit's sigmoid).</summary>
    public string SkipPenalty { get; init; } = BernoulliPenalty;

    /// <summary>Macro: ρ, the share of skips that the penalty pulls to.</summary>
    public double SkipTarget { get; init; } = 0.4;

    /// <summary>Macro: weight of the skip penalty in the policy's loss, 0 for none.</summary>
    public double SkipWeight { get; init; }

    /// <summary>Micro: an operation's logit is squashed with c divided by this.</summary>
    public double OperationTanhReduction { get; init; } = 1;

    /// <summary>Micro: initial value of the learned bias of the separable convolutions; that of the others is 0.</summary>
    public double ConvolutionBias { get; init; }

    /// <summary>Micro: added to a separable convolution's squashed logit and taken from the others', in the normal cell, always.</summary>
    public double ConvolutionPrior { get; init; }

    public const string AlignedKeys = "aligned";
    public const string ShiftedKeys = "shifted";
    public const string BernoulliPenalty = "bernoulli-kl";
    public const string OfficialPenalty = "official";
}

/// <summary>The reward on validation windows, dropout off: c / perplexity of tokens, accuracy of images.</summary>
public sealed record RewardOptions
{
    public required double C { get; init; }

    /// <summary>Exponent of the perplexity: 1, or 2 as in NAS.</summary>
    public required double PerplexityPower { get; init; }

    /// <summary>Windows, or batches of images, per reward.</summary>
    public required int Windows { get; init; }

    /// <summary>Streams of a window, or images of a batch.</summary>
    public required int BatchSize { get; init; }

    public required int SequenceLength { get; init; }

    /// <summary>All samples of one policy step see the same windows or images (common random numbers).</summary>
    public required bool CommonWindows { get; init; }
}

/// <summary>Totals over the life of a search.</summary>
public sealed record BudgetOptions
{
    public required int Rounds { get; init; }

    /// <summary>Searches without shared weights: architectures evaluated, in all.</summary>
    public int Evaluations { get; init; }

    /// <summary>Whether a repeated architecture, which is answered from the log, counts: <see cref="CountedRepeats"/> or
    /// <see cref="FreeRepeats"/>.</summary>
    public string Repeats { get; init; } = CountedRepeats;

    public const string CountedRepeats = "counted";
    public const string FreeRepeats = "free";
}

/// <summary>How the result is chosen.</summary>
public sealed record DeriveOptions
{
    /// <summary>Candidates sampled from the policy, each scored on the whole validation set; as many uniform ones beside them.</summary>
    public required int Candidates { get; init; }

    /// <summary>Streams that the validation set is split into when a candidate is scored.</summary>
    public required int BatchSize { get; init; }

    /// <summary>See <see cref="DeriveRules"/>.</summary>
    public required string Rule { get; init; }
}

/// <summary>Training one architecture from scratch.</summary>
public sealed record FinalTrainingOptions
{
    public required RecurrentNetworkOptions Network { get; init; }

    /// <summary>Image spaces: the fixed network and its training, in the place of <see cref="Network"/>.</summary>
    public ImageNetworkOptions? ImageNetwork { get; init; }

    public required int Epochs { get; init; }

    /// <summary>Averaging of weights: <c>none</c> or <c>nt-asgd</c> (starts when validation has not improved on the best older than
    /// <see cref="AveragingPatience"/> evaluations).</summary>
    public required string Averaging { get; init; }

    public required int AveragingPatience { get; init; }

    /// <summary>Streams in validation and test scoring.</summary>
    public required int EvaluationBatchSize { get; init; }
}

/// <summary>How often steps are committed. Observations only: facts do not depend on it.</summary>
public sealed record LogOptions
{
    public required int GroupEvents { get; init; }

    public required double GroupSeconds { get; init; }
}

/// <summary>Checkpoints. Never facts.</summary>
public sealed record CheckpointOptions
{
    /// <summary>Steps between checkpoints; 0 means the end of every round.</summary>
    public required int EverySteps { get; init; }

    public required int Keep { get; init; }
}

/// <summary>How products are computed on the Torch backend. No facts of their own: what of it changes numbers is in the numerics.</summary>
public sealed record DeviceOptions
{
    /// <summary><c>f32</c>, <c>tf32</c> or <c>bf16</c>.</summary>
    public string Precision { get; init; } = "f32";

    /// <summary>Whether images lie pixel by pixel for convolutions.</summary>
    public bool ChannelsLast { get; init; }
}
