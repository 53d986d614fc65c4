using System.Text.RegularExpressions;
using Enas.Pipeline.Architectures;
using Enas.Pipeline.Catalogs;
using Enas.Pipeline.Catalogs.Evaluators;
using Enas.Pipeline.Composition;
using Enas.Pipeline.Evaluation;
using Enas.Pipeline.Evaluators;
using Enas.Pipeline.Measures;
using Enas.Pipeline.Options;
using Enas.Pipeline.Spaces;
using Enas.Pipeline.Strategies;
using Enas.Pipeline.Tests.Jobs;

namespace Enas.Pipeline.Tests.Catalogs;

/// <summary>
/// Spaces and strategies are asked, not dispatched on: no source compares a kind or tells spaces apart by their type, and outside the
/// rooms of the spaces and strategies none names one or asks for the type of what belongs to one, but for the two catalogs that list them.
/// So are objectives and evaluators.
/// </summary>
public sealed class DispatchTests
{
    /// <summary>The rooms of the spaces and strategies, each of which knows its own name.</summary>
    private static readonly string[] s_rooms = ["Enas.Pipeline/Spaces/", "Enas.Pipeline/Strategies/", "Enas.Pipeline/Evaluators/"];

    /// <summary>The types of the spaces, after their modules.</summary>
    private static readonly string s_spaces = AnyOf(SpaceCatalog.All.Select(module => module.GetType().Name.Replace(
        "Module", string.Empty, StringComparison.Ordinal).Replace("Images", string.Empty, StringComparison.Ordinal) + "Space"));

    private static readonly string s_listed = AnyOf(
        [.. SpaceCatalog.All.Select(module => module.GetType().Name), .. StrategyCatalog.All.Select(kind => kind.GetType().Name),
            .. EvaluatorCatalog.All.Select(kind => kind.GetType().Name)]);

    /// <summary>The types of objectives and evaluators.</summary>
    private static readonly string s_judging = AnyOf(typeof(IObjective).Assembly.GetTypes()
        .Where(type => type.IsClass && (typeof(IObjective).IsAssignableFrom(type) || typeof(IEvaluator).IsAssignableFrom(type)
            || typeof(IEvaluatorKind).IsAssignableFrom(type)))
        .Select(type => type.Name));

    private static readonly string[] s_names = [.. SpaceCatalog.Kinds, .. StrategyCatalog.All.Select(kind => kind.Name)];

    private static readonly Regex s_comparison = new(
        """\bSpaceKinds\.|\b(Space|Strategy)\.Kind\s*((==|!=|is)\s*(not )?"|switch)|"""
            + $@"\b(is|or) (not )?{s_spaces}\b|\bcase {s_spaces}\b|^\s*{s_spaces}( \w+)? =>|(==|!=) {s_spaces}\.Name\b|"
            + @"\b(Kind|kind) (==|!=) \w+Kind\.Name\b|case ""(enas|random)""|""(enas|random)"" =>");

    // The program's own name, and the word for what is drawn uniformly, stand in other places too.
    private static readonly Regex s_dispatch = new(
        $@"{s_comparison}|\b{s_listed}\b|\b{s_spaces}\.Name\b|\b[Ss]trategy (==|!=) \w+\.\w|"
            + $@"""{AnyOf(s_names.Except(["enas", "random"]))}\\?""|\\""random\\""");

    /// <summary>The types of spaces and strategies, and of what one keeps. A cast that must succeed tells nothing apart.</summary>
    private static readonly string s_belonging = AnyOf(typeof(SearchSpace).Assembly.GetTypes()
        .Where(type => type.IsClass && Array.Exists(
            [typeof(SearchSpace), typeof(ISpaceModule), typeof(IStrategyKind), typeof(IStrategy), typeof(IStrategyState)],
            kind => kind.IsAssignableFrom(type)))
        .Select(type => type.Name));

    private static readonly Regex s_type = new(
        $@"(\b(is|as|or|case) (not )?|\b(OfType|typeof)[<(])({s_belonging}|I\w*(Space|SpaceModule))\b");

    [Fact]
    public void Nobody_but_the_catalogs_dispatches_on_a_kind() => Assert.Equal(
        ["Enas.Pipeline/Catalogs/Evaluators/EvaluatorCatalog.cs", "Enas.Pipeline/Catalogs/SpaceCatalog.cs",
            "Enas.Pipeline/Catalogs/StrategyCatalog.cs"],
        FilesWith(s_dispatch, name => !IsInRoom(name)));

    // Of the constants of the record those that are names of evaluators.
    private static readonly string s_evaluatorConstants = AnyOf(typeof(EvaluatorOptions).GetFields()
        .Where(field => field.IsLiteral && EvaluatorCatalog.Find((string)field.GetRawConstantValue()!) is not null)
        .Select(field => field.Name));

    /// <summary>Objectives and evaluators by their types; what a job says of them is compared in its options alone.</summary>
    private static readonly Regex s_judges = new(
        $@"\b(is|or|case|as) (not )?{s_judging}\b|^\s*{s_judging}( \w+)? =>|\b(Objective|Evaluator)\.Kind\s*(==|!=|is\b|switch)|"
            + @"\bKind: (not )?(ObjectiveOptions|EvaluatorOptions)\.|\bObjective\.Kind:|"
            // The name of an evaluator is for messages and defaults: it is compared with nothing.
            + $@"(==|!=|\b(is|or|and|case|not))\s*\(?EvaluatorOptions\.{s_evaluatorConstants}\b|"
            + $@"EvaluatorOptions\.{s_evaluatorConstants} =>|"
            + $@"(==|!=|\b(is|or|case|not))\s*""{AnyOf(EvaluatorCatalog.All.Select(kind => kind.Name))}""|"
            + @"(?<!\{[\w.]*)\b([Ee]valuator|EvaluatorOptions)\.Kind\b(?!\s*[=}])|"
            + @"\bIs(Outside|ByCommand|Told)\b|\bEvaluates(Children|Proxies|Alone)\b");

    [Fact]
    public void Nobody_but_their_catalog_tells_objectives_and_evaluators_apart() => Assert.Equal(
        ["Enas.Pipeline/Catalogs/Evaluators/EvaluatorCatalog.cs", "Enas.Pipeline/Catalogs/ObjectiveCatalog.cs"],
        FilesWith(s_judges, _ => true));

    [Theory]
    [InlineData("if (_objective is MeasureObjective && true)", true)]
    [InlineData("_objective is SoftObjective ? 1 : 2", true)]
    [InlineData("job.Objective.Kind is ObjectiveOptions.Soft or ObjectiveOptions.Pareto", true)]
    [InlineData("job.Objective is { Kind: ObjectiveOptions.Soft }", true)]
    [InlineData("job.Objective.Kind == ObjectiveOptions.Pareto", true)]
    [InlineData("evaluator is ChildEvaluator children", true)]
    [InlineData("if (job.Evaluator.Kind != EvaluatorOptions.ByCommand)", true)]
    [InlineData("    TableEvaluator table => table.Rows,", true)]
    [InlineData("Said(root, sets, \"evaluator\", \"kind\") is EvaluatorOptions.ByCommand or EvaluatorOptions.Told;", true)]
    [InlineData("(job.Evaluator.Kind, job.Evaluator.Command.Count) switch", true)]
    [InlineData("public bool IsOutside => _kind.Length > 0;", true)]
    [InlineData("if (job.EvaluatesChildren)", true)]
    [InlineData("kind == \"zero-cost\"", true)]
    [InlineData("var isAlone = EvaluatorCatalog.Of(job).TrainsAlone;", false)]
    [InlineData("with { Evaluator = options.Evaluator with { Kind = own } }", false)]
    [InlineData("$\"set evaluator.kind to {EvaluatorOptions.Child}, not {job.Evaluator.Kind}\"", false)]
    [InlineData("$\"objective.kind is {job.Objective.Kind}\"", false)]
    [InlineData("new ChildEvaluator(plan)", false)]
    [InlineData("_objective.RanksByMeasure", false)]
    public void What_counts_as_telling_them_apart(string line, bool counts) => Assert.Equal(counts, s_judges.IsMatch(line));

    [Fact]
    public void Nobody_asks_for_the_type_of_what_belongs_to_a_space_or_a_strategy() =>
        Assert.Empty(FilesWith(s_type, name => !IsInRoom(name)));

    [Theory]
    [InlineData("(state.Strategy as ReinforceState)?.Baseline.Weight", true)]
    [InlineData("(space as IControlledSpace)?.CreateWalk(scope)", true)]
    [InlineData("if (module is not IEvaluatedSpace)", true)]
    [InlineData("spaces.OfType<MicroCnnSpace>()", true)]
    [InlineData("kind.GetType() == typeof(HalvingKind)", true)]
    [InlineData("space.Offer<IControlledSpace>()", false)]
    [InlineData("((IEvaluatedSpace)SpaceCatalog.Of(job)).CreateEvaluator(job)", false)]
    public void What_counts_as_asking_for_a_type(string line, bool counts) => Assert.Equal(counts, s_type.IsMatch(line));

    /// <summary>What a strategy needs decides which space and which options it gets; what it is like it says itself.</summary>
    private static readonly Regex s_traits = new(@"\bNeeds\.HasFlag\b|\bPolicySections\.|\bStrategyNeeds\.");

    [Fact]
    public void Nobody_takes_a_strategy_for_what_it_needs() =>
        Assert.Empty(FilesWith(s_traits, name => !IsInRoom(name)));

    [Theory]
    [InlineData("StrategyCatalog.Of(job).Needs.HasFlag(StrategyNeeds.Mixtures)", true)]
    [InlineData("strategy.Policy == PolicySections.None", true)]
    [InlineData("StrategyCatalog.Of(job).LearnsFromGradients", false)]
    public void What_counts_as_taking_it_for_that(string line, bool counts) => Assert.Equal(counts, s_traits.IsMatch(line));

    /// <summary>Sources of candidates have one set of words.</summary>
    private static readonly Regex s_sources = new(@"\b[Ss]ource\s*(==|!=|is|:|\?\?)\s*(not )?""");

    [Fact]
    public void Nobody_spells_the_source_of_a_candidate() => Assert.Empty(FilesWith(s_sources, _ => true));

    [Theory]
    [InlineData("scored => scored.Source == \"validation\"", true)]
    [InlineData("candidate is { Source: \"random\", IsFinite: true }", true)]
    [InlineData("chosen.Source ?? \"policy\"", true)]
    [InlineData("scored => scored.Source == CandidateSources.Validation", false)]
    public void What_counts_as_spelling_it(string line, bool counts) => Assert.Equal(counts, s_sources.IsMatch(line));

    /// <summary>Kinds of data: by their classes, by their words, and by what a score happens to count.</summary>
    private static readonly Regex s_data = new(
        $@"\b(is|as|or|case) (not )?{AnyOf(typeof(JobData).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(JobData)))
            .Select(type => type.Name))}\b|"
            + @"\b[Dd]ata\.Kind\s*(==|!=|is\b|switch)|\bKind\s*(=|==|!=|is)\s*(not )?""(tokens|images|generated|table|none)""|"
            + @"""data\.kind"",( null,)? (\["")?""?(tokens|images|generated|table|none)""|""kind"": ""(tokens|images|none)""|"
            + @"FolderTask\.Of\([^()]*\) (==|!=|is)|(==|!=) FolderTask\.|"
            + @"\b(CorrectCount|Accuracy) is (not )?null \? ""\s*(valid_)?(tokens|images)");

    [Fact]
    public void Nobody_tells_data_apart_but_a_table_from_another_and_the_facts_of_scores() => Assert.Equal(
        [
            "Enas.Pipeline/Composition/TableData.cs", "Enas.Pipeline/Steps/Child/ChildTrained.cs",
            "Enas.Pipeline/Steps/Mixtures/MixtureGradientMeasured.cs",
            "Enas.Pipeline/Steps/Score/CandidateScored.cs", "Enas.Pipeline/Steps/Train/SharedWeightsTrained.cs",
        ],
        FilesWith(s_data, _ => true));

    [Theory]
    [InlineData("if (data is ImageData && valid)", true)]
    [InlineData("(TaskCatalog.Load(job) as ImageData)?.Corpus", true)]
    [InlineData("TaskCatalog.TryLoad(job) is ImageData { Corpus.Standardisation: var known }", true)]
    [InlineData("Kind == \"generated\"", true)]
    [InlineData("]) { Kind = \"images\" },", true)]
    [InlineData("(\"data.kind\", \"images\"), (\"space.kind\", kind)", true)]
    [InlineData("Words(\"data.kind\", null, [\"tokens\", \"generated\"],", true)]
    [InlineData("FolderTask.Of(folder) == FolderTask.Images", true)]
    [InlineData("first.CorrectCount is null ? \" tokens\" : \" images\"", true)]
    [InlineData("data.Images is { } images", false)]
    [InlineData("(\"data.kind\", DataKindNames.Images)", false)]
    [InlineData("job.Data.IsGenerated", false)]
    public void What_counts_as_telling_data_apart(string line, bool counts) => Assert.Equal(counts, s_data.IsMatch(line));

    [Fact]
    public void No_space_and_no_strategy_compares_a_kind() => Assert.Empty(FilesWith(s_comparison, IsInRoom));

    [Theory]
    [InlineData("if (job.Space.Kind == SpaceKinds.RnnCell)", true)]
    [InlineData("job.Strategy.Kind == \"random\"", true)]
    [InlineData("Space.Kind is \"macro-cnn\"", true)]
    [InlineData("    MacroCnnSpace macro => Of(macro),", true)]
    [InlineData("if (space is RnnCellSpace cell)", true)]
    [InlineData("case MicroCnnSpace:", true)]
    [InlineData("case \"rnn-cell\":", true)]
    [InlineData("string.Equals(kind, \"micro-cnn\", StringComparison.Ordinal)", true)]
    [InlineData("if (kind == \"evolution\")", true)]
    [InlineData("job.Strategy.Kind switch { \"enas\" => 1, _ => 2 }", true)]
    [InlineData("module is RnnCellModule or EvolutionKind", true)]
    [InlineData("if (space.Kind == MicroCnnSpace.Name)", true)]
    [InlineData("job.Strategy.Kind is \"darts\" or \"gdas\"", true)]
    [InlineData("kind is HalvingKind", true)]
    [InlineData("if (strategy.Kind == SposKind.Name)", true)]
    [InlineData("if (draft.Strategy == PlannedStrategy.Predictor)", true)]
    [InlineData("(\"space.kind\", MicroCnnSpace.Name)", true)]
    [InlineData("\"none; \\\"darts\\\" leaves it out\"", true)]
    [InlineData("with strategy.kind \\\"random\\\" and", true)]
    [InlineData("var space = new RnnCellSpace(options);", false)]
    [InlineData("started.Kind == JobOrigins.Train", false)]
    [InlineData("parent.Strategy.Kind == branch.Strategy.Kind", false)]
    public void What_counts_as_a_dispatch(string line, bool counts) => Assert.Equal(counts, s_dispatch.IsMatch(line));

    private static IEnumerable<string> FilesWith(Regex pattern, Func<string, bool> isLookedAt)
    {
        var source = JobText.PathOf("src");
        return
            from path in Directory.GetFiles(source, "*.cs", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            let name = Path.GetRelativePath(source, path)
            where !name.Split('/').Any(part => part is "obj" or "bin") && isLookedAt(name) && File.ReadLines(path).Any(pattern.IsMatch)
            select name;
    }

    private static bool IsInRoom(string name) => s_rooms.Any(room => name.StartsWith(room, StringComparison.Ordinal));

    private static string AnyOf(IEnumerable<string> words) => $"({string.Join('|', words.Distinct().Select(Regex.Escape))})";
}
