using Enas.Pipeline.Jobs;
using Enas.Pipeline.Measures;
using Enas.Pipeline.Strategies;

namespace Enas.Pipeline.Spaces;

/// <summary>All that others must know of a search space, listed once, in <see cref="SpaceCatalog"/>.</summary>
public interface ISpaceModule
{
    /// <summary>Its name in job files and facts: <c>micro-cnn</c>.</summary>
    string Kind { get; }

    /// <summary>What its architectures are judged by.</summary>
    Measure Measure { get; }

    /// <summary>The task that its architectures are for, by name: <c>text</c>, <c>images</c>, <c>table</c>. Who loads data asks for it.</summary>
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
}
