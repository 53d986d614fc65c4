using Enas.Host.Searches;
using Enas.Pipeline.Options;
using Enas.Pipeline.Search;
using Enas.TestKit;

namespace Enas.Host.Tests.Searches;

/// <summary>Why the work of a search is not counted is told by its job.</summary>
public sealed class CostTextTests
{
    private static readonly JobOptions s_job = TestJobs.Tiny();

    [Fact]
    public void What_is_looked_up_costs_nothing_to_count() => Assert.Equal(
        "not counted: architectures are looked up in a table, and nothing is trained",
        WhyNot(Under(EvaluatorOptions.Table)));

    [Fact]
    public void What_a_space_says_itself_is_no_table() => Assert.Equal(
        "not counted: the space says itself what its architectures are worth, and nothing is trained",
        WhyNot(Under(EvaluatorOptions.OfSpace)));

    [Fact]
    public void What_others_do_is_not_seen() => Assert.Equal(
        "not counted: architectures are evaluated outside of Enas, which does not see that work",
        WhyNot(Under(EvaluatorOptions.Told)));

    [Fact]
    public void What_has_only_begun_has_cost_nothing_yet() => Assert.Equal(
        "not counted: no work that costs any is in the log yet",
        WhyNot(s_job with { Budget = s_job.Budget with { Cost = BudgetOptions.CostInMultiplyAdds } }));

    [Fact]
    public void What_is_counted_needs_no_reason() =>
        Assert.Null(CostText.WhyNotCounted(s_job, CostTotals.Empty.With("weights", 7)));

    private static JobOptions Under(string evaluator) => s_job with { Evaluator = s_job.Evaluator with { Kind = evaluator } };

    private static string? WhyNot(JobOptions job) => CostText.WhyNotCounted(job, CostTotals.Empty);
}
