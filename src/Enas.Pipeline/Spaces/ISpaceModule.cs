using Enas.Pipeline.Architectures;
using Enas.Pipeline.Drawing;
using Enas.Pipeline.Measures;
using Enas.Pipeline.Networks.Onnx;
using Enas.Pipeline.Options;
using Enas.Pipeline.Ports;
using Enas.Pipeline.Strategies;

namespace Enas.Pipeline.Spaces;

/// <summary>All that others must know of a search space, listed once, in the catalog of spaces.</summary>
public interface ISpaceModule
{
    /// <summary>Its name in job files and facts: <c>micro-cnn</c>.</summary>
    string Kind { get; }

    /// <summary>What its architectures are judged by, where a job does not say it itself.</summary>
    Measure Measure { get; }

    /// <summary>What the architectures of a job are judged by.</summary>
    Measure MeasureOf(JobOptions job) => Measure;

    /// <summary>The task that its architectures are for, by name: <c>text</c>, <c>images</c>, <c>table</c>. Who loads data
    /// asks for it.</summary>
    string Task { get; }

    /// <summary>The words of <c>data.kind</c> that say that a job is of this module, where several modules have the kind; empty where one
    /// alone has it.</summary>
    IReadOnlyList<string> DataKinds => [];

    /// <summary>What a part of the validation set is counted in where candidates are scored in stages:
    /// <c>images</c>, <c>windows</c>.</summary>
    string ScoredItems => "items";

    /// <summary>What a loss of its networks is the mean over, one of them: <c>image</c>, <c>token</c>.</summary>
    string LossItem => "item";

    /// <summary>Whether such a part is taken in whole batches.</summary>
    bool ScoresWholeBatches => false;

    /// <summary>Whether its architectures share weights that a search trains; otherwise a value is the architecture's own.</summary>
    bool HasSharedWeights { get; }

    /// <summary>The evaluator of its jobs where these have no option that says one; null where they have.</summary>
    string? OwnEvaluator => null;

    /// <summary>Whether these weights also run as a mixture of all options, see <see cref="Ports.IMixtureWeights"/>.</summary>
    bool HasMixtures => false;

    /// <summary>Whether its architectures can be trained alone, so that a search can be made of such trainings.</summary>
    bool CanTrainChildren => false;

    /// <summary>Whether a job searches it that is made for a folder of data of its <see cref="Task"/>, of which nobody said more.</summary>
    bool IsForFolders => false;

    /// <summary>What can be said of its networks before they are trained, and tells one from another.</summary>
    IReadOnlyList<ZeroCostProxy> Proxies => [];

    /// <summary>Whether all of its architectures cost the same, so that no cost tells one from another.</summary>
    bool HasEqualCosts => false;

    /// <summary>Whether whoever evaluates its architectures says what they cost, and Enas does not know it.</summary>
    bool HasSaidCosts => false;

    /// <summary>What the path of a job's data leads to, for messages: <c>the folder with the images</c>.</summary>
    string DataWords { get; }

    /// <summary>Its presets, the one for beginners first. Each spells out every value that it stands for.</summary>
    IReadOnlyList<Preset> Presets { get; }

    /// <summary>What several options must fulfil together.</summary>
    IReadOnlyList<JobRule> Rules { get; }

    /// <summary>What a job of this space says to no effect, a sentence each; such a job can be run all the same.</summary>
    IEnumerable<string> WarningsOf(JobOptions job) => [];

    /// <summary>What in a job keeps an LSTM policy from learning in this space, a sentence each; such a job can be run all the
    /// same.</summary>
    IEnumerable<string> PolicyWarningsOf(JobOptions job) => [];

    /// <summary>Its architectures that were published.</summary>
    IReadOnlyList<PublishedArchitecture> Published => [];

    /// <summary>A space of the usual size, in which reference architectures are drawn where no job is at hand; null where there
    /// are none.</summary>
    SearchSpace? ReferenceSpace => null;

    /// <summary>The networks that people designed and a space holds; none where its size or its options hold none.</summary>
    IReadOnlyList<ReferenceArchitecture> References(SearchSpace space) => [];

    /// <summary>
    /// Whether a strategy can search it. One that needs values that stay as they are cannot be served by shared weights, whose values
    /// change, unless architectures can be trained alone as well.
    /// </summary>
    bool CanBeSearchedBy(IStrategyKind strategy) => (HasSharedWeights || !strategy.Needs.HasFlag(StrategyNeeds.SharedWeights))
        && (HasMixtures || !strategy.Needs.HasFlag(StrategyNeeds.Mixtures))
        && (CanTrainChildren || !strategy.Needs.HasFlag(StrategyNeeds.Children))
        && (CanTrainChildren || !HasSharedWeights || !strategy.Needs.HasFlag(StrategyNeeds.FinalEvaluations));

    /// <summary>The table of options of its jobs under a strategy, section by section.</summary>
    IReadOnlyList<JobOption> Options(TableContext context);

    /// <summary>Jobs to start from.</summary>
    /// <param name="context">The space under its default strategy.</param>
    IReadOnlyList<SpaceTemplate> Templates(TableContext context) => [];

    /// <summary>The space that a job describes.</summary>
    SearchSpace Create(JobOptions job);

    /// <summary>The space that a text alone is of, where the job is not at hand: for a drawing of somebody's tokens.</summary>
    /// <exception cref="ArchitectureFormatException">The text does not say which.</exception>
    SearchSpace OfText(string text) =>
        throw new ArchitectureFormatException($"tokens alone do not say which {Kind} space they are of; name a search");

    /// <summary>Whether a text is of this space by how it is written, where nobody says which space it is of.</summary>
    /// <param name="dialect">One of its dialects.</param>
    /// <param name="text">What somebody wrote, with or without surrounding white space.</param>
    bool Recognises(string dialect, string text) => false;

    /// <summary>The dialects in which people write its architectures, the official one first.</summary>
    IReadOnlyList<string> Dialects => [Spaces.Dialects.Official];

    /// <summary>The architecture that a text in a dialect stands for, which must lie in the space.</summary>
    /// <exception cref="ArchitectureFormatException">It does not.</exception>
    Architecture Parse(SearchSpace space, string dialect, string text) =>
        dialect == Spaces.Dialects.Official ? space.Parse(text) : throw Spaces.Dialects.Unknown(dialect, Kind, Dialects);

    /// <summary>An architecture of it as it is drawn: as its graph, where the space has no picture of its own.</summary>
    IArchitecturePicture PictureOf(SearchSpace space, Architecture architecture) =>
        new GraphPicture(space.GraphOf(architecture), architecture.Tokens);

    /// <summary>The same of a search, whose job may say more: how wide the networks are.</summary>
    IArchitecturePicture PictureOf(SearchSpace space, Architecture architecture, JobOptions job) => PictureOf(space, architecture);

    /// <summary>The picture of a text alone, where no job says how large the space is.</summary>
    /// <exception cref="ArchitectureFormatException">The text is of no such space, or does not say of which.</exception>
    IArchitecturePicture PictureOfText(string dialect, string text)
    {
        var space = OfText(text);
        return PictureOf(space, Parse(space, dialect, text));
    }

    /// <summary>The section <c>sharedWeights</c> or <c>train.network</c> of a job in what makes updates large; null where
    /// nothing is trained.</summary>
    /// <param name="job">The job with every default filled in.</param>
    /// <param name="isFinal">The final training's instead of the shared weights'.</param>
    UpdateSize? UpdateSizeOf(JobOptions job, bool isFinal) => null;

    /// <summary>What its networks cost, where that is a function of the job alone and no data have to be looked at; else null.</summary>
    ICostModel? CostsWithoutData(JobOptions job) => null;

    /// <summary>Why a trained network cannot be taken away as ONNX; null where it can.</summary>
    string? OnnxRefusalOf(JobOptions job) => $"{Kind} has no networks that are trained";

    /// <summary>What a trained network says of itself where it is taken away: how its inputs are made and how it was measured, by the names
    /// in <see cref="Networks.NetworkTexts"/>.</summary>
    IReadOnlyList<KeyValuePair<string, string>> UseOf(JobOptions job) => [];

    /// <summary>A trained network as an ONNX model, where nothing refuses it.</summary>
    byte[] ToOnnx(OnnxRequest request) => throw new NotSupportedException(OnnxRefusalOf(request.Job));
}
