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

    /// <summary>Weight steps over which one cosine takes the shared weights' learning rate to its minimum, where it stays; 0: it falls by
    /// epochs.</summary>
    public int SharedWeightsAnnealSteps { get; init; }

    public required PolicyOptions Policy { get; init; }

    public required RewardOptions Reward { get; init; }

    public ObjectiveOptions Objective { get; init; } = new();

    public LimitOptions Limits { get; init; } = new();

    public CostOptions Costs { get; init; } = new();

    public required BudgetOptions Budget { get; init; }

    public required DeriveOptions Derive { get; init; }

    public FinalsOptions Finals { get; init; } = new();

    public required FinalTrainingOptions Train { get; init; }

    public ChildOptions Child { get; init; } = new();

    public EvaluatorOptions Evaluator { get; init; } = new();

    public ProxyOptions Proxies { get; init; } = new();

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
