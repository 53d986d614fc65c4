using Enas.Pipeline.Architectures;
using Enas.Pipeline.Catalogs;
using Enas.Pipeline.Jobs;
using Enas.Pipeline.Measures;
using Enas.Pipeline.Networks;
using Enas.Pipeline.Networks.Onnx;
using Enas.Pipeline.Options;
using Enas.Pipeline.Policies;
using Enas.Pipeline.Strategies;
using Enas.Pipeline.Tensors;

namespace Enas.Pipeline.Spaces;

/// <summary>All that others must know of a search space, listed once, in <see cref="SpaceCatalog"/>.</summary>
public interface ISpaceModule
{
    /// <summary>Its name in job files and facts: <c>micro-cnn</c>.</summary>
    string Kind { get; }

    /// <summary>What its architectures are judged by.</summary>
    Measure Measure { get; }

    /// <summary>The task that its architectures are for, by name: <c>text</c>, <c>images</c>, <c>table</c>. Who loads data
    /// asks for it.</summary>
    string Task { get; }

    /// <summary>Whether its architectures share weights that a search trains; otherwise a value is the architecture's own.</summary>
    bool HasSharedWeights { get; }

    /// <summary>What the path of a job's data leads to, for messages: <c>the folder with the images</c>.</summary>
    string DataWords { get; }

    /// <summary>The strategies that can search it, the default first.</summary>
    IReadOnlyList<IStrategyKind> Strategies { get; }

    /// <summary>Its presets, the one for beginners first. Each spells out every value that it stands for.</summary>
    IReadOnlyList<Preset> Presets { get; }

    /// <summary>What several options must fulfil together.</summary>
    IReadOnlyList<JobRule> Rules { get; }

    /// <summary>The table of options of its jobs under a strategy, section by section.</summary>
    IReadOnlyList<JobOption> Options(IStrategyKind strategy);

    /// <summary>The space that a job describes.</summary>
    SearchSpace Create(SpaceOptions options);

    /// <summary>The space that a text alone is of, where the job is not at hand: for a drawing of somebody's tokens.</summary>
    /// <exception cref="ArchitectureFormatException">The text does not say which.</exception>
    SearchSpace OfText(string text) =>
        throw new ArchitectureFormatException($"tokens alone do not say which {Kind} space they are of; name a search");

    /// <summary>The dialects in which people write its architectures, the official one first.</summary>
    IReadOnlyList<string> Dialects => [ArchitectureDialects.Official];

    /// <summary>The architecture that a text in a dialect stands for, which must lie in the space.</summary>
    /// <exception cref="ArchitectureFormatException">It does not.</exception>
    Architecture Parse(SearchSpace space, string dialect, string text) =>
        dialect == ArchitectureDialects.Official ? space.Parse(text) : throw ArchitectureDialects.Unknown(dialect, Kind);

    /// <summary>The section <c>sharedWeights</c> or <c>train.network</c> of a job in what makes updates large; null where
    /// nothing is trained.</summary>
    /// <param name="job">The job.</param>
    /// <param name="isFinal">The final training's instead of the shared weights'.</param>
    UpdateSize? UpdateSizeOf(JobOptions job, bool isFinal) => null;

    /// <summary>Why a trained network cannot be taken away as ONNX; null where it can.</summary>
    string? OnnxRefusalOf(JobOptions job) => $"{Kind} has no networks that are trained";

    /// <summary>A trained network as an ONNX model, where nothing refuses it.</summary>
    byte[] ToOnnx(OnnxRequest request) => throw new NotSupportedException(OnnxRefusalOf(request.Job));

    /// <summary>Its convolutional networks; null where it has none.</summary>
    internal ImageNetworkFamily? ImageNetworksOf(SearchSpace space) => null;

    /// <summary>Which weights an LSTM policy needs for it.</summary>
    internal LstmPolicyShape PolicyShapeOf(SearchSpace space, PolicyOptions options) =>
        new("option", space.Decisions.Sum(decision => decision.OptionCount), HasAttention: false);

    /// <summary>How an LSTM policy emits an architecture of it.</summary>
    internal PolicyWalk CreateWalk(SearchSpace space, IStepScope scope, LstmPolicyWeights weights, PolicyOptions options) =>
        new OneByOneWalk(scope, weights, options, space);
}
