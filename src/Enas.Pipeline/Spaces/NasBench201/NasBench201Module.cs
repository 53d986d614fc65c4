using Enas.Pipeline.Architectures;
using Enas.Pipeline.Catalogs.Evaluators;
using Enas.Pipeline.Evaluators;
using Enas.Pipeline.Measures;
using Enas.Pipeline.Options;
using Enas.Pipeline.Ports;
using Enas.Pipeline.Spaces.Rows;
using static Enas.Pipeline.Options.OptionRow;

namespace Enas.Pipeline.Spaces.NasBench201;

/// <summary>The cells of NAS-Bench-201, whose values are looked up in a table: a whole search takes a second.</summary>
internal sealed class NasBench201Module : ISpaceModule
{
    private const string Percent = "percent";

    /// <inheritdoc />
    public string Kind => NasBench201Space.Name;

    /// <inheritdoc />
    public Measure Measure => Measure.Accuracy;

    /// <inheritdoc />
    public string Task => "table";

    /// <inheritdoc />
    public IReadOnlyList<string> DataKinds => NasBench201DataKinds.Table;

    /// <inheritdoc />
    public bool HasSharedWeights => false;

    /// <inheritdoc />
    /// <remarks>Those of the benchmark's own networks that need no images.</remarks>
    public IReadOnlyList<ZeroCostProxy> Proxies { get; } = [ZeroCostProxy.Parameters, ZeroCostProxy.MultiplyAdds];

    /// <inheritdoc />
    public string DataWords => "the CSV file with the results";

    /// <inheritdoc />
    /// <remarks>The columns are those of the table that the documentation names; the strategies' values stand in the table of
    /// options.</remarks>
    public IReadOnlyList<Preset> Presets { get; } =
    [
        new(
            "cifar10",
            "CIFAR-10: rewards are validation accuracies after 12 epochs, the choice's test accuracy is that after 200.",
            PresetValues.Of(
            [
                ("evaluator.kind", "table"), ("evaluator.architectures", "arch"), ("evaluator.column", "cifar10_valid_12ep"),
                ("evaluator.testColumn", "cifar10_test_200ep"), ("evaluator.unit", Percent),
                ("strategy.samplesPerPolicyStep", 1),
                ("policy.hidden", 100), ("policy.initRange", 0.1), ("policy.temperature", 1.0), ("policy.tanhConstant", 2.5),
                ("policy.initDeviation", 1e-3),
                    ("policy.baseline", "debiased"), ("policy.learningRate", 0.01), ("policy.beta1", 0.9), ("policy.beta2", 0.999),
                ("policy.epsilon", 1e-8), ("policy.clipNorm", 0),
                    ("policy.entropyWeight", 0.0), ("policy.entropy", "distribution"), ("policy.baselineDecay", 0.9),
                ("budget.evaluations", 200), ("budget.repeats", BudgetOptions.CountedRepeats),
                ("derive.candidates", 20), ("derive.rule", DeriveRules.HighestAccuracy),
            ])),
    ];

    /// <inheritdoc />
    public IReadOnlyList<JobRule> Rules => [];

    /// <inheritdoc />
    public SearchSpace? ReferenceSpace => new NasBench201Space();

    /// <inheritdoc />
    /// <remarks>The residual block of He et al. 2016 as the benchmark's own code has it (D-X-Y/AutoDL-Projects, ResNet_CODE).</remarks>
    public IReadOnlyList<ReferenceArchitecture> References(SearchSpace space) =>
    [
        new("resnet-201", space.Parse("|nor_conv_3x3~0|+|none~0|nor_conv_3x3~1|+|skip_connect~0|none~1|skip_connect~2|"),
            "He et al. 2016: the residual block, as D-X-Y/AutoDL-Projects has it"),
    ];

    private static (JobOption Kind, IReadOnlyList<JobOption> Own) Evaluators =>
        EvaluatorCatalog.RowsOf(EvaluationMeans.Table, EvaluatorOptions.Table);

    /// <inheritdoc />
    public IReadOnlyList<JobOption> Options(TableContext context) => EvaluationRows.Of(
        context,
        [
            Words("data.kind", null, NasBench201DataKinds.All, NasBench201DataKinds.Description, JobFactScope.None),
            new()
            {
                Key = "data.path", Type = JobOptionType.Path,
                    Default = "\"\"", Description = "The CSV file, relative to this file; ${NAME} is an environment variable.",
            },
        ],
        [
            Evaluators.Kind,
            Text("evaluator.architectures", "arch", "The column with the architectures' strings.", JobFactScope.Search).AsOwn(),
            Text("evaluator.column", "cifar10_valid_12ep", "The column that rewards are taken from.", JobFactScope.Search).AsOwn(),
            Text(
                "evaluator.testColumn",
                string.Empty,
                "The column that says what the chosen architecture is worth, looked at once, after the choice; empty for none.",
                JobFactScope.Search).AsOwn(),
            Words("evaluator.unit", Percent,
                [Percent, "share"], "Whether accuracies are written in percent or as shares of 1.", JobFactScope.Search).AsOwn(),
            .. Evaluators.Own,
        ]);

    /// <inheritdoc />
    public IReadOnlyList<SpaceTemplate> Templates(TableContext context) =>
    [
        .. context.Strategies.Select(strategy => new SpaceTemplate(
            $"{Kind}-{strategy.Name}", $"A search of NAS-Bench-201's table: {strategy.Summary}.",
            [("preset", "cifar10"), ("data.kind", DataKindNames.Table), ("data.path", "data/nasbench201/nasbench201_cifar10.csv"),
                ("space.kind", Kind), ("strategy.kind", strategy.Name)])),
    ];

    /// <inheritdoc />
    public SearchSpace Create(JobOptions job) => new NasBench201Space();

    /// <inheritdoc />
    public ICostModel CostsWithoutData(JobOptions job) => new NasBench201Costs();

    /// <inheritdoc />
    public bool Recognises(string dialect, string text) => text.Contains('|', StringComparison.Ordinal);

    /// <inheritdoc />
    public SearchSpace OfText(string text) => new NasBench201Space();
}
