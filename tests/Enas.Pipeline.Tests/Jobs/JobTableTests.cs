using Enas.Pipeline.Catalogs;
using Enas.Pipeline.Jobs;
using Enas.Pipeline.Options;
using Enas.Pipeline.Spaces.MacroCnn;
using Enas.Pipeline.Spaces.MicroCnn;
using Enas.Pipeline.Spaces.RnnCell;

namespace Enas.Pipeline.Tests.Jobs;

public sealed class JobTableTests
{
    public static TheoryData<string, string, string?> Kinds
    {
        get
        {
            var kinds = new TheoryData<string, string, string?>();
            foreach (var table in JobSchema.Tables)
            {
                kinds.Add(table.SpaceKind, table.StrategyKind, table.Space!.DataKinds is [var first, ..] ? first : null);
            }

            return kinds;
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Keys_stand_once_and_section_by_section(string space, string strategy, string? data)
    {
        var keys = JobSchema.Of(SpaceCatalog.Find(space, data)!, strategy).Options.Select(option => option.Key).ToArray();
        Assert.Equal(keys.Distinct(), keys);
        var sections = keys.Select(key => key.Contains('.', StringComparison.Ordinal) ? key.Split('.')[0] : "").ToArray();
        var changes = sections.Where((section, i) => section.Length > 0 && (i == 0 || sections[i - 1] != section));
        Assert.Equal(changes.Distinct(), changes);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_default_is_a_value_that_its_row_allows(string space, string strategy, string? data)
    {
        foreach (var option in JobSchema.Of(SpaceCatalog.Find(space, data)!, strategy).Options.Where(option =>
            option is { Default: not null, Type: not JobOptionType.Path, Key: not "space.kind" }))
        {
            var (json, fault) = option.Read(JsonPositions.Parse(option.Default!).Root);
            Assert.True(fault is null && json == option.Default, $"{option.Key}: {option.Default} became {json}, {fault?.Message}");
        }
    }

    [Theory]
    [InlineData("policy.skipWeight", MacroCnnSpace.Name)]
    [InlineData("policy.skipKeys", MacroCnnSpace.Name)]
    [InlineData("space.layers", MacroCnnSpace.Name)]
    [InlineData("policy.convolutionBias", MicroCnnSpace.Name)]
    [InlineData("policy.operationTanhReduction", MicroCnnSpace.Name)]
    [InlineData("policy.recencyBias", RnnCellSpace.Name)]
    [InlineData("space.activations", RnnCellSpace.Name)]
    [InlineData("sharedWeights.sequenceLength", RnnCellSpace.Name)]
    public void What_belongs_to_one_kind_is_in_no_other_table(string key, string owner) =>
        Assert.Equal([owner], JobSchema.Tables.Where(table => table.Find(key) is not null).Select(table => table.SpaceKind).Distinct());

    [Theory]
    [InlineData("strategy.population", "evolution", "spos")]
    [InlineData("strategy.weightSteps", "spos")]
    [InlineData("strategy.improvement", "local-search")]
    [InlineData("policy.initDeviation", "policy-table")]
    public void What_belongs_to_a_strategy_is_in_no_other_table(string key, params string[] owners) =>
        Assert.Equal(owners, JobSchema.Tables.Where(table => table.Find(key) is not null)
            .Select(table => table.StrategyKind).Distinct().Order(StringComparer.Ordinal));

    [Fact]
    public void An_option_of_another_strategy_is_refused_with_its_strategy() => Assert.Contains(
        "policy.initDeviation  belongs to jobs with strategy.kind \"policy-table\"; this job's is \"enas\"",
        Assert.Single(JobText.Errors(JobText.Minimal, "policy.initDeviation=1")), StringComparison.Ordinal);

    [Theory]
    [InlineData("table", "sharedWeights.filters=8", "images\" or \"generated")]
    [InlineData("images", "evaluator.column=\"test\"", "table")]
    public void An_option_of_the_same_space_on_other_data_is_refused_with_that_data(string kind, string set, string owner)
    {
        var job = $$"""
            { "name": "cells", "preset": "{{(kind == "table" ? "cifar10" : "small")}}",
              "data": { "kind": "{{kind}}", "path": "x" }, "space": { "kind": "nas-bench-201" } }
            """;
        Assert.Contains($"belongs to jobs of \"nas-bench-201\" with data.kind \"{owner}\"",
            Assert.Single(JobText.Errors(job, set)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("imagse", "images")]
    [InlineData("tabel", "table")]
    public void A_misspelt_kind_of_data_is_one_error(string kind, string meant)
    {
        var job = $$"""
            { "name": "cells", "preset": "{{(meant == "table" ? "cifar10" : "small")}}",
              "data": { "kind": "{{kind}}", "path": "x" }, "space": { "kind": "nas-bench-201" } }
            """;
        Assert.Contains($"\"{meant}\"", Assert.Single(JobText.Errors(job)), StringComparison.Ordinal);
    }

    [Fact]
    public void An_option_of_another_kind_is_refused_with_its_kind() => Assert.Contains(
        "policy.skipWeight  belongs to jobs with space.kind \"macro-cnn\"; this job's is \"rnn-cell\"",
        Assert.Single(JobText.Errors(JobText.Minimal, "policy.skipWeight=1")), StringComparison.Ordinal);
}
