using Enas.Pipeline.Jobs;
using Enas.Pipeline.Options;
using Enas.Pipeline.Search;
using Enas.Pipeline.Strategies;

namespace Enas.Pipeline.Tests.Jobs;

/// <summary>Options under which a policy cannot learn are told, and the jobs are right all the same.</summary>
public sealed class JobWarningsTests
{
    private const long Updates = 200;

    [Fact]
    public void The_policy_of_small_networks_cannot_move_is_outweighed_and_keeps_what_is_common() => Assert.Equal(
        [
            "policy.learningRate = 0.003 and policy.temperature = 5: what one weight adds to a logit can move by 0.12 at most in 200 "
                + "updates (updates x rate / temperature), and with less than 1 a policy that follows accuracies stays almost uniform, "
                + "apart from the priors of its decisions; "
                + "raise the rate, set the temperature to 1, or make more policy steps",
            "policy.baseline = \"moving\": all samples of a policy step see the same validation data, and an average that runs across "
                + "steps leaves what that data has in common for them in their advantages; \"step-mean\" takes it out",
            "policy.skipWeight = 0.8 pulls each skip that is as likely as not towards policy.skipTarget with 0.0162 for each unit of its "
                + "log-odds, and rewards pull with about 0.002 to 0.005: the penalty outweighs the reward; use 0.24 or less, "
                + "or a skipTarget of 0.5",
        ],
        Of("macro-cnn", "small"));

    [Theory]
    [InlineData("fair", 0.3, true)]
    [InlineData("fair", 0.5, false)]
    [InlineData("mixed", 0.3, false)]
    public void A_share_that_nobody_asks_for_is_told(string sampler, double share, bool isTold) => Assert.Equal(
        isTold ? ["strategy.uniformShare = 0.3 is for strategy.weightSampler \"mixed\" alone, and the job has \"fair\": it changes nothing"]
            : Array.Empty<string>(),
        Of("macro-cnn", "small", $"strategy.weightSampler={sampler}", FormattableString.Invariant($"strategy.uniformShare={share}"))
            .Where(words => words.StartsWith("strategy.uniformShare", StringComparison.Ordinal)));

    [Theory]
    [InlineData("policy.temperature=1", "policy.learningRate=0.005")]
    [InlineData("policy.learningRate=0.025")]
    public void A_rate_that_reaches_far_enough_is_not_told(params string[] sets) =>
        Assert.DoesNotContain(Of("macro-cnn", "small", sets), words => words.StartsWith("policy.learningRate", StringComparison.Ordinal));

    [Theory]
    [InlineData("1e-8", true)]
    [InlineData("2e-3", false)]
    public void A_policy_that_follows_perplexities_is_told_where_it_cannot_move_at_all(string rate, bool isTold) => Assert.Equal(
        isTold,
        Of("rnn-cell", "small", $"policy.learningRate={rate}").Any(words => words.Contains(
            "with less than 0.01 a policy that follows perplexities stays almost uniform, apart from the priors of its decisions;",
            StringComparison.Ordinal)));

    [Fact]
    public void More_updates_reach_farther() => Assert.DoesNotContain(
        JobWarnings.OfOptions(Job("macro-cnn", "small"), Schedule.OfPhases(7500, 1667)),
        words => words.StartsWith("policy.learningRate", StringComparison.Ordinal));

    [Theory]
    [InlineData("policy.skipWeight=0.24")]
    [InlineData("policy.skipTarget=0.5")]
    [InlineData("space.layers=24")]
    public void A_penalty_that_rewards_can_outweigh_is_not_told(string set) =>
        Assert.DoesNotContain(Of("macro-cnn", "small", set), words => words.StartsWith("policy.skipWeight", StringComparison.Ordinal));

    [Fact]
    public void A_bias_on_the_flat_of_the_tanh_is_told() => Assert.Contains(
        "policy.convolutionBias = 10 at policy.temperature = 1: the tanh that squashes logits is flat there, so the logits of the "
            + "separable convolutions never learn: the policy can neither avoid these operations nor prefer one of them; "
            + "use 1 or less, policy.convolutionPrior prefers convolutions without that",
        Of("micro-cnn", "small"));

    [Theory]
    [InlineData("policy.convolutionBias=-6", true)]
    [InlineData("policy.convolutionBias=5", false)]
    [InlineData("policy.temperature=2", false)]
    [InlineData("policy.tanhConstant=0", false)]
    public void A_bias_is_told_by_its_size_over_the_temperature(string set, bool isTold) => Assert.Equal(
        isTold, Of("micro-cnn", "small", set).Any(words => words.StartsWith("policy.convolutionBias", StringComparison.Ordinal)));

    [Theory]
    [InlineData("reward.commonBatches=false")]
    [InlineData("policy.baseline=step-mean")]
    [InlineData("strategy.samplesPerPolicyStep=1")]
    public void A_baseline_that_leaves_nothing_in_is_not_told(string set) =>
        Assert.DoesNotContain(Of("micro-cnn", "small", set), words => words.StartsWith("policy.baseline", StringComparison.Ordinal));

    [Theory]
    [InlineData("evolution", "strategy.population=10", "strategy.tournament=11", "the parent in 69 % of all steps")]
    [InlineData("evolution", "strategy.population=100", "strategy.tournament=300", "the parent in 95 % of all steps")]
    [InlineData("evolution", "budget.evaluations=20", "strategy.population=20", "architecture is drawn at random and none is mutated")]
    [InlineData("spos", "budget.evaluations=20", "strategy.population=30", "architecture is drawn at random and none is mutated")]
    [InlineData("spos", "strategy.population=8", "strategy.tournament=9", "the parent in 70 % of all steps")]
    [InlineData("evolution", "objective.kind=pareto", "strategy.elimination=oldest", "set strategy.elimination to \"worst\", under which")]
    public void A_population_that_does_nothing_is_told(string strategy, string set, string other, string words)
    {
        string[] sets = [$"strategy.kind={strategy}", set, other];
        Assert.Contains(words, Assert.Single(Of("macro-cnn", "small", sets)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("evolution", 20), InlineData("spos", 50)]
    public void A_population_of_the_usual_size_is_not(string strategy, int population) => Assert.Empty(
        Of("macro-cnn", "small",
            [$"strategy.kind={strategy}", $"strategy.tournament={population}", $"budget.evaluations={population + 1}"]));

    [Fact]
    public void A_front_whose_members_stay_as_long_as_they_are_on_it_is_not_told_anything() => Assert.Empty(
        Of("macro-cnn", "small", ["strategy.kind=evolution", "objective.kind=pareto", "strategy.elimination=worst"]));

    [Fact]
    public void A_table_of_logits_is_told_how_far_its_log_odds_reach()
    {
        string[] table = ["strategy.kind=policy-table", "policy.temperature=1", "policy.learningRate=0.002"];
        Assert.Contains(
            "policy.learningRate = 0.002 and policy.temperature = 1: the log-odds of two options can move by 0.8 at most in 200 updates "
                + "(2 x updates x rate / temperature), and with less than 1 the policy stays almost uniform, apart from the priors of its "
                + "decisions; "
                + "raise the rate, or make more policy steps",
            JobWarnings.OfOptions(JobText.Options(JobText.Minimal, table), Schedule.OfPhases(4400, Updates)));
        Assert.DoesNotContain(
            JobWarnings.OfOptions(
                JobText.Options(JobText.Minimal, [.. table, "policy.learningRate=0.0025"]), Schedule.OfPhases(4400, Updates)),
            words => words.StartsWith("policy.learningRate", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("darts", "policy.alphaLearningRate=0.001", "policy.alphaLearningRate = 0.001: the log-odds of two options can move by "
        + "about 0.4 in 200 updates")]
    [InlineData("darts", "policy.alphaLearningRate=0", "policy.alphaLearningRate = 0: the log-odds of two options can move by about 0 in")]
    [InlineData("fbnet", "policy.alphaLearningRate=0.002", "policy.alphaLearningRate = 0.002: ")]
    [InlineData("gdas", "policy.annealRounds=250", "policy.annealRounds = 250, and budget.rounds = 20: the temperature does not come down")]
    [InlineData("gdas", "policy.annealRounds=5", "policy.annealRounds = 5, and budget.rounds = 20: the last 15 rounds have the last")]
    [InlineData("gdas", "policy.lastTemperature=20", "policy.firstTemperature = 10 and policy.lastTemperature = 20: the temperature rises")]
    [InlineData("darts", "objective.kind=soft", "objective.kind = \"soft\": the architecture parameters follow the gradient of the loss")]
    public void What_does_not_reach_architecture_parameters_is_told(string strategy, string set, string words)
    {
        string[] sets = [$"strategy.kind={strategy}", "policy.alphaLearningRate=0.01", set];
        Assert.StartsWith(words, Assert.Single(Of("macro-cnn", "small", sets)), StringComparison.Ordinal);
        Assert.Empty(Of("macro-cnn", "small", sets[..2]));
    }

    [Fact]
    public void A_penalty_that_does_not_reach_them_is_told() => Assert.StartsWith(
        "objective.exceeding = \"penalised\"", Assert.Single(Of("macro-cnn", "small", "strategy.kind=darts",
            "policy.alphaLearningRate=0.01", "objective.kind=limit", "objective.exceeding=penalised", "limits.parameters=1000")),
        StringComparison.Ordinal);

    [Fact]
    public void A_cost_in_the_loss_that_all_cells_have_is_told()
    {
        Assert.Contains("strategy.kind = \"fbnet\": all architectures of rnn-cell cost the same, so the cost in the loss prefers none; "
            + "\"darts\" and \"gdas\" leave it out", Of("rnn-cell", "small", "strategy.kind=fbnet"));
        Assert.DoesNotContain(
            Of("macro-cnn", "small", "strategy.kind=fbnet"), words => words.StartsWith("strategy", StringComparison.Ordinal));
    }

    /// <summary>Cells on Penn Treebank learned at this rate: their perplexities differ by a third.</summary>
    [Fact]
    public void A_policy_that_follows_perplexities_is_told_of_its_baseline_alone() =>
        Assert.StartsWith("policy.baseline", Assert.Single(Of("rnn-cell", "small")), StringComparison.Ordinal);

    [Theory]
    [InlineData("rnn-cell")]
    [InlineData("macro-cnn")]
    [InlineData("micro-cnn")]
    [InlineData("nas-bench-201")]
    public void The_second_recipe_has_nothing_to_be_told_and_random_search_never(string space)
    {
        Assert.Empty(Of(space, "small-2"));
        Assert.Empty(Of(space, "small", "strategy.kind=random"));
    }

    /// <summary>It makes 100 updates, and its rate is large enough for them.</summary>
    [Fact]
    public void The_second_recipe_of_the_benchmark_can_learn_in_its_own_updates() => Assert.Empty(
        JobWarnings.OfOptions(Job("nas-bench-201", "small-2"), Schedule.OfPhases(8000, 100)));

    [Theory]
    [InlineData("rnn-cell", 4400)]
    [InlineData("macro-cnn", 7500)]
    [InlineData("micro-cnn", 2600)]
    public void The_second_recipe_trains_as_many_weight_steps_as_the_first_and_warms_up_longer(string space, int steps)
    {
        foreach (var preset in (string[])["small", "small-2"])
        {
            Assert.Equal(steps, WeightSteps(Job(space, preset)));
        }

        Assert.True(Job(space, "small-2").Strategy.WarmUpSteps >= 2 * Job(space, "small").Strategy.WarmUpSteps);
    }

    [Theory]
    [InlineData("budget.rounds=10", "sharedWeights.annealSteps = 7500, and the budget has 5600 weight steps: the learning rate does not "
        + "come down to its minimum before candidates are scored; set both to one number")]
    [InlineData("budget.rounds=30", "sharedWeights.annealSteps = 7500, and the budget has 9400 weight steps: the last 1900 of them are "
        + "made at the minimum of the learning rate; set both to one number")]
    public void A_learning_rate_that_falls_over_another_number_of_steps_is_told(string set, string words) =>
        Assert.Equal([words], Of("macro-cnn", "small-2", set));

    /// <summary>Architectures that are trained alone share neither weights nor the data of a step.</summary>
    [Fact]
    public void Of_shared_weights_nothing_is_told_where_there_are_none() => Assert.DoesNotContain(
        JobWarnings.OfOptions(
            Job("macro-cnn", "small-2", "evaluator.kind=child", "finals.count=0", "policy.baseline=moving"),
            Schedule.OfEvaluations(1000, 5)),
        words => words.StartsWith("policy.baseline", StringComparison.Ordinal)
            || words.StartsWith("sharedWeights", StringComparison.Ordinal));

    [Theory]
    [InlineData(true, "strategy.kind=mnas", "limits.parameters=10000")]
    [InlineData(false, "strategy.kind=mnas", "limits.parameters=10000", "objective.kind=limit")]
    [InlineData(false, "strategy.kind=mnas", "limits.parameters=10000", "objective.target=200000")]
    [InlineData(false, "strategy.kind=mnas")]
    [InlineData(false, "strategy.kind=random", "evaluator.kind=child", "limits.parameters=10000")]
    public void A_limit_beside_a_soft_objective_that_nobody_asked_for_is_told(bool isTold, params string[] sets)
    {
        var told = Of("micro-cnn", "small", sets).Where(words => words.StartsWith("objective.kind", StringComparison.Ordinal));
        Assert.Equal(isTold ? 1 : 0, told.Count());
        Assert.All(told, words => Assert.Contains("set it to \"limit\" for the measure alone", words, StringComparison.Ordinal));
    }

    /// <summary>The learning rate has to come to its peak, and to be one.</summary>
    [Theory]
    [InlineData("macro-cnn", "sharedWeights.warmUpSteps=7500", "sharedWeights.annealSteps=0",
        "sharedWeights.warmUpSteps = 7500, and the budget has 7500 steps: the learning rate rises to its last step, "
        + "where it is 100 % of what it should come to; use fewer")]
    [InlineData("rnn-cell", "sharedWeights.warmUpSteps=100000", "sharedWeights.annealSteps=0",
        "sharedWeights.warmUpSteps = 100000, and the budget has 5600 steps: the learning rate rises to its last step, "
        + "where it is 5.6 % of what it should come to; use fewer")]
    [InlineData("macro-cnn", "sharedWeights.learningRateMaximum=0", "sharedWeights.learningRateMinimum=0",
        "sharedWeights.learningRateMaximum = 0: no weight ever changes; use more")]
    [InlineData("rnn-cell", "sharedWeights.learningRate=0", "sharedWeights.learningRateFloor=0",
        "sharedWeights.learningRate = 0: no weight ever changes; use more")]
    [InlineData("macro-cnn", "train.network.warmUpSteps=200", "train.epochs=1",
        "train.network.warmUpSteps = 200, and the final training has 100 steps: the learning rate rises to its last step, "
        + "where it is 50 % of what it should come to; use fewer")]
    [InlineData("rnn-cell", "train.network.learningRate=0", "train.epochs=1",
        "train.network.learningRate = 0: no weight ever changes; use more")]
    public void Weights_that_cannot_learn_are_told(string space, string first, string second, string words)
    {
        Assert.Contains(words, OfTraining(space, first, second));
        Assert.DoesNotContain(OfTraining(space), told => told.Contains("use more", StringComparison.Ordinal)
            || told.Contains("rises to its last step", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("policy.entropyWeight=100", "policy.entropyWeight = 100: a nat of entropy counts as much as a reward of 100, "
        + "and accuracies are at most 1, so the policy is rewarded for staying uniform; use 0.1 or less")]
    [InlineData("policy.tanhConstant=0.01", "policy.tanhConstant = 0.01 bounds every logit to either side: the log-odds of two options can "
        + "come to 0.02 at most, so the policy stays almost uniform, apart from the priors of its decisions; use 1 or more, or 0 for no "
        + "bound")]
    public void A_policy_that_is_held_uniform_is_told(string set, string words)
    {
        Assert.Contains(words, Of("micro-cnn", "small-2", set));
        Assert.DoesNotContain(Of("micro-cnn", "small-2"), told => told.StartsWith(set[..8], StringComparison.Ordinal));
    }

    // What a perplexity is turned into has no largest value that a nat could be held against.
    [Fact]
    public void A_weight_of_entropy_is_told_of_accuracies_alone() => Assert.DoesNotContain(
        Of("rnn-cell", "small-2", "policy.entropyWeight=100"), told => told.StartsWith("policy.entropyWeight", StringComparison.Ordinal));

    [Theory]
    [InlineData("micro-cnn", "strategy.kind=enas")]
    [InlineData("rnn-cell", "strategy.kind=policy-table")]
    public void A_policy_that_is_never_updated_is_told(string space, string kind) => Assert.Contains(
        "the budget has no policy step: the policy stays as it was drawn, almost uniform apart from the priors of its decisions; make "
            + "some, or use strategy.kind \"random\"",
        JobWarnings.OfOptions(Job(space, "small-2", kind), Schedule.OfPhases(100, 0)));

    /// <summary>An option that another one would have to switch on does nothing without it, and whoever set it expects something.</summary>
    [Theory]
    [InlineData("evaluator.proxy=synflow", "evaluator.proxy = \"synflow\" is for evaluator.kind \"zero-cost\" alone, and the job has "
        + "\"child\": it changes nothing")]
    [InlineData("evaluator.order=lower", "evaluator.order = \"lower\" is for evaluator.kind \"zero-cost\" alone, and the job has "
        + "\"child\": it changes nothing")]
    [InlineData("strategy.warmStartPool=50", "strategy.warmStartPool = 50 is for a warm start, and the job has none: it changes nothing; "
        + "name a proxy with strategy.warmStart")]
    [InlineData("strategy.warmStartOrder=lower", "strategy.warmStartOrder = \"lower\" is for a warm start, and the job has none: it "
        + "changes nothing; name a proxy with strategy.warmStart")]
    public void An_option_of_proxies_without_effect_is_told(string set, string words)
    {
        string[] evolution = ["strategy.kind=evolution"];
        Assert.Equal([words], OfProxies([.. evolution, set]));
        Assert.Empty(OfProxies(evolution));
        var key = set[..set.IndexOf('=', StringComparison.Ordinal)] + " =";
        Assert.DoesNotContain(OfProxies([.. evolution, set, "evaluator.kind=zero-cost", "strategy.warmStart=synflow"]),
            told => told.StartsWith(key, StringComparison.Ordinal));
    }

    // There evaluator.kind is "table", and proxies are for a warm start alone.
    [Fact]
    public void A_search_in_a_table_is_told_nothing_of_an_evaluator_that_it_cannot_have() => Assert.Empty(JobWarnings.OfOptions(
        JobText.Options("""
            { "name": "a", "preset": "cifar10", "data": { "kind": "table", "path": "cells.csv" }, "space": { "kind": "nas-bench-201" },
              "strategy": { "kind": "evolution" } }
            """), Schedule.OfEvaluations(200, 1)));

    [Theory]
    [InlineData("evaluator.timeLimitSeconds", "5", "evaluator.kind \"command\"", "told")]
    [InlineData("evaluator.graceSeconds", "0.5", "evaluator.kind \"command\"", "told")]
    [InlineData("evaluator.memoryMegabytes", "50", "evaluator.kind \"command\"", "told")]
    [InlineData("evaluator.atOnce", "2", "evaluator.kind \"command\"", "told")]
    [InlineData("evaluator.retries", "1", "evaluator.kind \"command\"", "told")]
    [InlineData("evaluator.stopRule", "median", "evaluator.kind \"command\"", "told")]
    [InlineData("evaluator.stopAfterSteps", "2", "evaluator.stopRule \"median\" and \"successive-halving\"", "none")]
    [InlineData("evaluator.stopAfterTrials", "2", "evaluator.stopRule \"median\" and \"successive-halving\"", "none")]
    [InlineData("evaluator.stopEta", "2", "evaluator.stopRule \"median\" and \"successive-halving\"", "none")]
    [InlineData("evaluator.stopEta", "2", "evaluator.stopRule \"successive-halving\"", "median")]
    public void An_option_of_programs_without_effect_is_told(string key, string value, string with, string given)
    {
        const string Program = "evaluator.command=[\"p\"]";
        string[] without = given == "told" ? ["evaluator.kind=told"] : [Program, $"evaluator.stopRule={given}"];
        var shown = key == "evaluator.stopRule" ? $"\"{value}\"" : value;
        Assert.Equal([$"{key} = {shown} is for {with} alone, and the job has \"{given}\": it changes nothing"],
            OfOutside([.. without, $"{key}={value}"]));
        Assert.Empty(OfOutside(without));
        Assert.Empty(OfOutside([Program, "evaluator.stopRule=successive-halving", $"{key}={value}"]));
    }

    [Theory]
    [InlineData("[\"python3\", \"nbx.py\"]", "\"nbx.py\" looks like a script, and there is no such file")]
    [InlineData("[\"sh\", \"-e\", \"./run.SH\"]", "\"./run.SH\" looks like a script, and there is no such file")]
    [InlineData("[\"p\", \"{cut\"]", "\"{cut\" has a brace without its partner")]
    [InlineData("[\"p\", \"--a=a}\"]", "\"--a=a}\" has a brace without its partner")]
    public void A_command_line_with_a_likely_mistake_is_told(string command, string words)
    {
        var folder = $"evaluator.folder={AppContext.BaseDirectory}";
        Assert.Contains(words, Assert.Single(OfOutside([$"evaluator.command={command}", folder])), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[\"p\", \"{a}.py\", \"--config=x.py\", \"{{x}}\", \"a={a}\"]")]
    [InlineData("[\"p\", \"there.py\"]")]
    public void A_command_line_without_one_is_not(string command)
    {
        var folder = Directory.CreateTempSubdirectory("enas-warnings-").FullName;
        File.WriteAllText(Path.Combine(folder, "there.py"), string.Empty);
        Assert.Empty(OfOutside([$"evaluator.command={command}", $"evaluator.folder={folder}"]));
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>Those of the data and of what the job itself says are among them.</summary>
    [Fact]
    public void All_of_them_are_told_at_once()
    {
        var document = JobText.Read(
            """{ "name": "a", "preset": "small", "data": { "kind": "generated" }, "space": { "kind": "micro-cnn" } }""",
            "finals.count=4", "finals.rungs=2", "finals.steps=1", "derive.screenItems=512", "derive.among=policy");
        var (job, all) = (document.Options!, JobWarnings.Of(document, Schedule.OfPhases(7500, Updates), 100, validItems: 512));
        foreach (var some in (IEnumerable<string>[])[JobWarnings.OfOptions(job, Schedule.OfPhases(7500, Updates), 100),
            ScoredParts.WarningsOf(job, 512), FinalsWarnings.Of(job), GivenWarnings.Of(document)])
        {
            Assert.NotEmpty(some);
            Assert.Subset(all.ToHashSet(), some.ToHashSet());
        }
    }

    // A file can be called like a preset.
    [Fact]
    public void What_a_job_says_is_told_apart_from_its_preset_whatever_its_file_is_called()
    {
        var document = new JobReading("preset small", "/", _ => null).Read(
            """{ "name": "a", "preset": "small", "space": { "kind": "micro-cnn" }, "seed": 7 }"""u8.ToArray(), ["budget.rounds=3"]);
        string[] given = [.. document.Values.Where(value => value.IsGiven).Select(value => value.Option.Key)];
        Assert.Contains("seed", given);
        Assert.Contains("budget.rounds", given);
        Assert.DoesNotContain(document.Values, value => value.IsGiven
            && (value.Origin == "default" || value.Origin == "preset small"));
        Assert.Contains(document.Values, value => value is { IsGiven: false, Origin: "preset small" });
    }

    private static IReadOnlyList<string> OfOutside(string[] sets) => JobWarnings.OfOptions(JobText.Options("""
        {
          "name": "a", "preset": "small",
          "space": { "kind": "custom", "decisions": [ { "name": "a", "kind": "bit" } ] }, "strategy": { "kind": "random" }
        }
        """, sets), Schedule.OfEvaluations(60, 1));

    private static IEnumerable<string> OfProxies(string[] sets) => Of("micro-cnn", "small", sets).Where(words =>
        words.StartsWith("evaluator.", StringComparison.Ordinal) || words.StartsWith("strategy.warmStart", StringComparison.Ordinal));

    private static IReadOnlyList<string> Of(string space, string preset, params string[] sets) =>
        JobWarnings.OfOptions(Job(space, preset, sets), Schedule.OfPhases(WeightSteps(Job(space, preset, sets)), Updates));

    private static IReadOnlyList<string> OfTraining(string space, params string[] sets) =>
        JobWarnings.OfOptions(Job(space, "small-2", sets), Schedule.OfPhases(space == "rnn-cell" ? 5600 : 7500, Updates), trainSteps: 100);

    private static long WeightSteps(JobOptions job) =>
        job.Strategy.WarmUpSteps + ((long)job.Budget.Rounds * job.Strategy.WeightStepsPerRound);

    private static JobOptions Job(string space, string preset, params string[] sets) => JobText.Options(
        $$"""{ "name": "a", "preset": "{{preset}}", "data": { "kind": "generated" }, "space": { "kind": "{{space}}" } }""", sets);
}
