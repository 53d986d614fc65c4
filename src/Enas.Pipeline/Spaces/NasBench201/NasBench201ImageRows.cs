using Enas.Pipeline.Options;
using Enas.Pipeline.Spaces.Images;
using static Enas.Pipeline.Options.OptionRow;

namespace Enas.Pipeline.Spaces.NasBench201;

/// <summary>The options of the benchmark's networks on images.</summary>
internal static class NasBench201ImageRows
{
    private const int PublishedFilters = 16;
    private const int PublishedCells = 5;

    /// <summary>The table under a strategy.</summary>
    public static IReadOnlyList<JobOption> Of(TableContext context) =>
    [
        .. ImageRows.Of(context, new([], [], Graph, PublishedFilters, PublishedFilters)
        {
            Child =
            [
                ImageRows.Size("child.cellsPerStage", "Cells of each stage of an architecture that a search trains alone")
                    with { Member = "child.layers" },
            ],
        }).Select(option => option.Key == "data.kind" ? DataKind(option) : option),
    ];

    private static JobOption DataKind(JobOption option) =>
        option with { Allowed = NasBench201DataKinds.All, Description = NasBench201DataKinds.Description };

    private static JobOption[] Graph(string section, bool isFinal, JobFactScope facts) =>
    [
        Integer($"{section}.cellsPerStage", 1, 64, PublishedCells, "N: cells of each of the three stages; the benchmark has 5.", facts)
            .AsShapeOf(facts) with { Member = (isFinal ? "train.imageNetwork" : "imageWeights") + ".layers" },
        Truth($"{section}.batchNormAffine", true,
            "Whether the batch norms of a cell's operations have weights: a factor and an offset for each channel.", facts)
            .AsShapeOf(facts),
        Words($"{section}.initialization", WeightInitializations.HeNormal,
            [WeightInitializations.HeNormal, WeightInitializations.Uniform],
            "What weights are created with: normal with variance 2 / fan-in, or uniform in ±1 / √fan-in, biases too, as the benchmark's.",
            facts).AsLater(),
    ];
}
