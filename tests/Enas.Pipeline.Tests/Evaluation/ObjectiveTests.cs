using Enas.Pipeline.Catalogs;
using Enas.Pipeline.Evaluation;
using Enas.Pipeline.Measures;
using Enas.Pipeline.Options;
using Enas.Pipeline.Tests.Jobs;

namespace Enas.Pipeline.Tests.Evaluation;

/// <summary>The reward of MnasNet in its forms, against the formula of the paper in the library's arithmetic.</summary>
public sealed class ObjectiveTests
{
    private static readonly (double Accuracy, double Cost)[] s_points =
        [.. from accuracy in new[] { 0.1, 0.5, 0.62, 0.9 } from cost in new[] { 10.0, 40, 50, 51, 200 } select (accuracy, cost)];

    [Theory]
    [InlineData(-0.07, -0.07)]
    [InlineData(0, -1)]
    [InlineData(-0.2, -0.5)]
    public void Soft_is_the_measure_times_a_power_of_cost_over_target(double alpha, double beta)
    {
        var objective = Of("objective.kind=soft", "objective.target=50", $"objective.alpha={alpha}", $"objective.beta={beta}");
        foreach (var (accuracy, cost) in s_points)
        {
            var expected = accuracy * Math.Pow(cost / 50, cost <= 50 ? alpha : beta);
            Assert.Equal(expected, Reward(objective, accuracy, cost), 12);
            Assert.Equal(-expected, Rank(objective, accuracy, cost), 12);
        }
    }

    [Fact]
    public void A_target_changes_no_order_where_both_exponents_are_one_number()
    {
        var orders = new[] { 0.0, 1, 50, 1e9 }.Select(target =>
        {
            var objective = Of("objective.kind=soft", $"objective.target={target}");
            return s_points.OrderByDescending(point => Reward(objective, point.Accuracy, point.Cost)).ToArray();
        }).ToArray();
        Assert.All(orders, order => Assert.Equal(orders[0], order));
    }

    [Fact]
    public void The_hard_form_punishes_only_what_is_above_a_limit_and_never_chooses_it()
    {
        var objective = Of("objective.kind=limit", "limits.multiplyAdds=50", "objective.exceeding=penalised");
        foreach (var (accuracy, cost) in s_points)
        {
            Assert.Equal(cost <= 50 ? accuracy : accuracy * 50 / cost, Reward(objective, accuracy, cost), 12);
        }

        Assert.True(Rank(objective, 0.1, 50) < Rank(objective, 0.9, 51));
        Assert.True(Rank(objective, 0.2, 50) < Rank(objective, 0.1, 10));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void What_was_measured_comes_back_from_its_reward(double power)
    {
        var options = JobText.Options(JobText.Minimal, [FormattableString.Invariant($"reward.perplexityPower={power}")]).Reward;
        var objective = new MeasureObjective(options);
        foreach (var measure in (Measure[])[Measure.Accuracy, Measure.Perplexity, Measure.Custom("loss", MeasureDirection.Lower),
            Measure.Custom("score", MeasureDirection.Higher)])
        {
            foreach (var value in (double[])[0.125, 0.9, 7, 812.5])
            {
                var reward = objective.Reward(new(measure, value), ArchitectureCosts.None);
                Assert.Equal(value, MeasureObjective.MeasuredOf(measure, options, reward), 1e-9 * value);
            }
        }
    }

    [Fact]
    public void Without_an_objective_costs_change_nothing()
    {
        var objective = Of();
        Assert.All(s_points, point => Assert.Equal(point.Accuracy, Reward(objective, point.Accuracy, point.Cost)));
        Assert.All(s_points, point => Assert.Equal(-point.Accuracy, Rank(objective, point.Accuracy, point.Cost)));
    }

    [Theory]
    [InlineData("objective.kind", "= \"limit\" needs a limit", "objective.kind=limit")]
    [InlineData("objective.target", "= 5 is for objective.kind \"soft\"", "objective.target=5")]
    [InlineData("objective.target", "= 0 is no target", "objective.kind=soft", "objective.alpha=0", "objective.beta=-1")]
    [InlineData("objective.exceeding", "= \"penalised\" says what is above a limit", "objective.exceeding=penalised")]
    [InlineData("objective.exceeding", "= \"penalised\" multiplies the reward", "objective.kind=soft", "objective.exceeding=penalised",
        "limits.parameters=5")]
    [InlineData("objective.reference", "= 5 is for objective.kind \"pareto\"", "objective.reference=5")]
    [InlineData("costs.table", "is missing", "limits.tableLatencyMs=5")]
    [InlineData("objective.kind", "= \"pareto\" is not allowed", "objective.kind=pareto")]
    [InlineData("finals.by", "= \"loss\" would choose without the multiply-adds that objective.kind \"soft\" searches by",
        "objective.kind=soft", "objective.target=5", "finals.count=2", "finals.by=loss")]
    public void What_does_not_fit_together_is_one_clear_error(string key, string message, params string[] sets)
    {
        var error = Assert.Single(JobText.Read(JobText.Minimal, ["space.kind=micro-cnn", .. sets]).Errors);
        Assert.Equal(key, error.Key);
        Assert.StartsWith(message, error.Message, StringComparison.Ordinal);
    }

    /// <summary>A cell that is looked up has no network whose time could be measured.</summary>
    [Theory]
    [InlineData("limits.latencyMs", "limits.latencyMs=1")]
    [InlineData("costs.latency", "costs.latency=true")]
    [InlineData("objective.cost", "objective.cost=latency", "objective.kind=soft", "objective.target=1")]
    public void A_latency_of_what_has_no_network_is_one_clear_error(string key, params string[] sets)
    {
        const string job =
            """{ "name": "a", "preset": "cifar10", "data": { "kind": "table", "path": "x" }, "space": { "kind": "nas-bench-201" } }""";
        var error = Assert.Single(JobText.Read(job, sets).Errors);
        Assert.Equal(key, error.Key);
        Assert.Equal("is about the measured time of exported networks: nas-bench-201 has no networks that are trained", error.Message);
    }

    [Fact]
    public void Halving_rejects_nothing()
    {
        string[] sets = ["space.kind=micro-cnn", "strategy.kind=halving", "limits.parameters=5"];
        Assert.Equal("objective.exceeding", Assert.Single(JobText.Read(JobText.Minimal, sets).Errors).Key);
        Assert.Empty(JobText.Read(JobText.Minimal, [.. sets, "objective.exceeding=penalised"]).Errors);
    }

    [Fact]
    public void Costs_have_a_name_a_unit_and_a_form_for_people()
    {
        Assert.Equal(["parameters", "multiply-adds", "table-latency", "latency"], CostMeasure.Names);
        Assert.Equal("73,306", new CostValue(CostMeasure.Parameters, 73306).ToString());
        Assert.Equal("47.105 M", new CostValue(CostMeasure.MultiplyAdds, 47_104_650).ToString());
        Assert.Equal("0.0123 ms", new CostValue(CostMeasure.Latency, 0.0123).ToString());
        Assert.All(CostMeasure.All, cost => Assert.Equal(MeasureDirection.Lower, cost.Measure.Direction));
        Assert.All(CostMeasure.All, cost => Assert.Same(cost, CostMeasure.Of(cost.Name)));
    }

    private static IObjective Of(params string[] sets) =>
        ObjectiveCatalog.Of(JobText.Options(JobText.Minimal, ["space.kind=micro-cnn", .. sets]));

    private static double Reward(IObjective objective, double accuracy, double cost) =>
        objective.Reward(new Measurement(Measure.Accuracy, accuracy), Costs(cost));

    private static double Rank(IObjective objective, double accuracy, double cost) =>
        objective.Rank(new Measurement(Measure.Accuracy, accuracy), Costs(cost));

    private static ArchitectureCosts Costs(double multiplyAdds) =>
        ArchitectureCosts.Of([new CostValue(CostMeasure.MultiplyAdds, multiplyAdds)]);
}
