using Enas.Pipeline.Options;
using Enas.Pipeline.Tasks.Text;

namespace Enas.TestKit;

/// <summary>Small jobs for tests, changed with <c>with</c>.</summary>
public static class TestJobs
{
    /// <summary>All four activations.</summary>
    public static IReadOnlyList<string> AllActivations { get; } = ["tanh", "relu", "identity", "sigmoid"];

    /// <summary>The text of a job for programs that run searches themselves: two rounds of two weight steps and one policy step.</summary>
    public const string OfServices =
        """
        {
          "name": "small", "preset": "small", "seed": 1,
          "data": {
            "kind": "generated", "states": 4, "vocabulary": 12, "branches": 3, "trainTokens": 200, "validTokens": 60, "testTokens": 60
          },
          "space": { "nodes": 3 },
          "strategy": { "warmUpSteps": 0, "weightStepsPerRound": 2, "policyStepsPerRound": 1, "samplesPerPolicyStep": 2 },
          "sharedWeights": { "hidden": 8, "batchSize": 4, "sequenceLength": 5 },
          "policy": { "hidden": 8 }, "reward": { "batchSize": 2, "sequenceLength": 5 }, "budget": { "rounds": 2 },
          "derive": { "candidates": 2, "batchSize": 2 }, "log": { "groupEvents": 1 },
          "train": { "epochs": 1, "evaluationBatchSize": 2, "network": { "hidden": 8, "batchSize": 4, "sequenceLength": 5 } }
        }
        """;

    /// <summary>A space of N nodes.</summary>
    public static SpaceOptions Space(int nodes, string firstActivation = "sampled", string output = "loose-ends") => new()
    {
        Kind = "rnn-cell",
        Nodes = nodes,
        Activations = AllActivations,
        FirstActivation = firstActivation,
        Output = output,
    };

    /// <summary>A small network without dropout.</summary>
    public static RecurrentNetworkOptions Network(int hidden = 8, string sharing = "edge") => new()
    {
        Hidden = hidden,
        Sharing = sharing,
        TiedDecoder = true,
        DecoderBias = false,
        BatchNorm = "none",
        BatchNormEpsilon = 1e-5,
        HiddenNormLimit = 0,
        BatchSize = 4,
        SequenceLength = 5,
        RandomSequenceLength = false,
        EmbeddingDropout = 0,
        InputDropout = 0,
        HiddenDropout = 0,
        OutputDropout = 0,
        LearningRate = 1,
        DecayFactor = 1,
        DecayStartEpoch = 0,
        LearningRateFloor = 0,
        ClipNorm = 1,
        L2 = 0,
        Loss = "mean",
        Slowness = 0,
        ActivationL2 = 0,
        InitRange = 0.1,
    };

    /// <summary>A policy with the paper's squashing.</summary>
    public static PolicyOptions Policy(int hidden = 16) => new()
    {
        Hidden = hidden,
        InitRange = 0.1,
        Temperature = 5,
        TanhConstant = 2.5,
        RecencyBias = 0,
        DistanceScaling = false,
        TiedActivations = false,
        LearningRate = 3.5e-4,
        Beta1 = 0.9,
        Beta2 = 0.999,
        Epsilon = 1e-8,
        ClipNorm = 0,
        EntropyWeight = 1e-4,
        Entropy = "distribution",
        BaselineDecay = 0.95,
    };

    /// <summary>A tiny search over the generated language.</summary>
    public static JobOptions Tiny(int nodes = 3, string strategy = "enas") => new()
    {
        SchemaVersion = 1,
        Name = "test",
        Tags = [],
        Preset = "small",
        Seed = 42,
        Data = new DataOptions
        {
            Kind = "generated",
            Path = string.Empty,
            States = 6,
            Vocabulary = 10,
            Branches = 3,
            TrainTokens = 2000,
            ValidTokens = 400,
            TestTokens = 400
        },
        Space = Space(nodes),
        Strategy = new StrategyOptions
        {
            Kind = strategy,
            WarmUpSteps = 1,
            WeightStepsPerRound = 3,
            PolicyStepsPerRound = 2,
            SamplesPerPolicyStep = 2
        },
        SharedWeights = Network(),
        Policy = Policy(),
        Reward = new RewardOptions { C = 80, PerplexityPower = 1, Windows = 1, BatchSize = 4, SequenceLength = 5, CommonWindows = true },
        Budget = new BudgetOptions { Rounds = 2 },
        Derive = new DeriveOptions { Candidates = 4, BatchSize = 4, Rule = "lowest-validation-perplexity" },
        Train = new FinalTrainingOptions
        {
            Network = Network(),
            Epochs = 2,
            Averaging = "none",
            AveragingPatience = 5,
            EvaluationBatchSize = 4
        },
        Log = new LogOptions { GroupEvents = 5, GroupSeconds = 60 },
        Checkpoint = new CheckpointOptions { EverySteps = 0, Keep = 2 },
    };
}
