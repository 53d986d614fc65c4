using Enas.Pipeline.Measures;
using Enas.Pipeline.Ports;
using Enas.Pipeline.Tasks.Programs;

namespace Enas.Pipeline.Tests.Tasks.Programs;

/// <summary>What programs say, line by line.</summary>
public sealed class ProgramAnswerTests
{
    [Theory]
    [InlineData("{\"accuracy\": 0.93}", 0.93)]
    [InlineData("{\"value\": 0.5}\n", 0.5)]
    [InlineData("loading\naccuracy=0.25", 0.25)]
    [InlineData("epoch 1 accuracy=0.5 loss=2\nepoch 2 accuracy = 0.75 loss=1", 0.75)]
    [InlineData("accuracy=0.1\n{\"accuracy\": 0.2}", 0.2)]
    [InlineData("{\"step\": 1, \"accuracy\": 0.3}\n{\"accuracy\": 0.4}", 0.4)]
    [InlineData("{not json}\n{\"other\": 1}\n[1]\naccuracy=1", 1)]
    [InlineData("{INFO} accuracy=0.5", 0.5)]
    [InlineData("It ended with accuracy=0.5.", 0.5)]
    [InlineData("accuracy=nan\naccuracy=0.5", 0.5)]
    [InlineData("accuracy=0.5, loss=0.2", 0.5)]
    [InlineData("accuracy=0.5,loss=0.2", 0.5)]
    [InlineData("{\"step\": 1, \"accuracy\": NaN}\n{\"accuracy\": 0.5}", 0.5)]
    [InlineData("{\"accuracy\": 0.5, \"costs\": {\"\\ud800\": 1, \"loss\": -Infinity}}", 0.5)]
    [InlineData("{\"progress\": \"\\udc00\"}\naccuracy=0.5", 0.5)]
    public void A_value_is_found_among_other_lines(string said, double value)
    {
        var (result, fault) = End(said);
        Assert.Null(fault);
        Assert.Equal(value, result.Value);
    }

    [Theory]
    [InlineData("", "no-result")]
    [InlineData("my_accuracy=0.5\naccuracy_top5=0.5", "no-result")]
    [InlineData("{\"step\": 1, \"accuracy\": 0.3}", "no-result")]
    [InlineData("{\"accuracy\": 0.3}\n{\"accuracy\": 0.3}", "two-results")]
    [InlineData("{\"accuracy\": \"high\"}", "value-not-finite")]
    [InlineData("accuracy=nan", "value-not-finite")]
    [InlineData("accuracy=0,93", "value-not-finite")]
    [InlineData("accuracy=1,000", "value-not-finite")]
    [InlineData("accuracy=1/2", "value-not-finite")]
    [InlineData("accuracy=0.5\naccuracy=nan", "value-not-finite")]
    [InlineData("{\"accuracy\": NaN}", "value-not-finite")]
    [InlineData("{\"accuracy\":-Infinity, \"costs\": {\"a\": [NaN]}}", "value-not-finite")]
    [InlineData("{\"accuracy\": 1e400}", "value-not-finite")]
    [InlineData("{\"accuracy\": \"0.5\"}", "value-not-finite")]
    [InlineData("{\"accuracy\": true}", "value-not-finite")]
    [InlineData("{\"accuracy\": -0.5}", "value-out-of-range")]
    [InlineData("{\"step\": 1, \"accuracy\": 50}\n{\"accuracy\": 0.5}", "value-out-of-range")]
    [InlineData("{\"error\": \"\\ud800\"}", "said-error")]
    [InlineData("accuracy=93.5", "value-out-of-range")]
    [InlineData("{\"error\": \"no data\"}\naccuracy=0.5", "said-error")]
    public void What_is_no_value_is_told(string said, string reason)
    {
        var (result, fault) = End(said);
        Assert.Equal(reason, fault!.Reason);
        Assert.Null(result.Value);
    }

    [Theory]
    [InlineData("{'accuracy': 0.5}", "it said: {'accuracy': 0.5}")]
    [InlineData("{\"step\": 1, \"accuracy\": 0.3}", "what it said has a \"step\", and so is a report on the way")]
    public void What_comes_near_a_result_is_told(string said, string words) =>
        Assert.Contains(words, End(said).Fault!.Words, StringComparison.Ordinal);

    [Fact]
    public void What_a_program_says_cannot_fill_the_memory()
    {
        var answer = new ProgramAnswer(Measure.Accuracy, []);
        for (var step = 0; step <= ProgramAnswer.MostReports; step++)
        {
            Assert.Equal(step < ProgramAnswer.MostReports, answer.Take($"{{\"step\": {step}, \"accuracy\": 0.5}}"));
        }

        answer.Take($"{{\"accuracy\": 1, \"costs\": {{{string.Join(',', Enumerable.Range(0, 2 * ProgramAnswer.MostCosts)
            .Select(number => $"\"c{number}\": 1, \"c{number}\": 2"))}}}}}");
        Assert.Equal(ProgramAnswer.MostReports, answer.End().Result.Reports.Count);
        Assert.Equal(ProgramAnswer.MostCosts, answer.End().Result.Costs.Count);
        Assert.All(answer.End().Result.Costs, cost => Assert.Equal(1, cost.Value));
    }

    [Fact]
    public void Reports_and_costs_are_kept_and_steps_go_up()
    {
        var answer = new ProgramAnswer(Measure.Custom("loss", MeasureDirection.Lower, 10), []);
        Assert.True(answer.Take("{\"step\": 1, \"loss\": 3}"));
        Assert.False(answer.Take("{\"step\": 1, \"loss\": 2}"));
        Assert.True(answer.Take("{\"step\": 5, \"value\": 1.5}"));
        answer.Take("{\"loss\": 1, \"costs\": {\"parameters\": 12, \"note\": \"x\"}}");
        var (result, fault) = answer.End();
        Assert.Null(fault);
        Assert.Equal([new ProgramReport(1, 3), new ProgramReport(5, 1.5)], result.Reports);
        Assert.Equal([new ProgramCost("parameters", 12)], result.Costs);
    }

    // Beside the result, with a report, as plain text; what stands beside the result counts first, and of the others the last one.
    [Theory]
    [InlineData("{\"accuracy\": 0.5, \"costs\": {\"ms\": 3, \"more\": 1}}", 3.0, 2)]
    [InlineData("{\"step\": 1, \"accuracy\": 0.5, \"costs\": {\"ms\": 4, \"more\": 1}}\n{\"accuracy\": 0.5}", 4.0, 1)]
    [InlineData("ms=7\naccuracy=0.5 ms = 8", 8.0, 1)]
    [InlineData("ms=7\n{\"accuracy\": 0.5, \"costs\": {\"ms\": 3}}", 3.0, 1)]
    public void A_cost_that_is_asked_for_can_be_said_in_every_way(string said, double cost, int count)
    {
        var (result, fault) = End(said, "ms");
        Assert.Null(fault);
        Assert.Equal(0.5, result.Value);
        Assert.Equal(count, result.Costs.Count);
        Assert.Equal(cost, result.Costs.Single(one => one.Name == "ms").Value);
    }

    [Theory]
    [InlineData("{\"accuracy\": 0.5}")]
    [InlineData("accuracy=0.5")]
    [InlineData("{\"accuracy\": 0.5, \"costs\": {\"ms\": NaN}}")]
    [InlineData("{\"accuracy\": 0.5, \"costs\": {\"MS\": 3}}")]
    [InlineData("{\"accuracy\": 0.5, \"costs\": 3}\nms=fast")]
    public void Without_a_cost_that_is_asked_for_there_is_no_result(string said)
    {
        var (result, fault) = End(said, "ms");
        Assert.Equal(("no-cost", null), (fault!.Reason, result.Value));
        Assert.Contains("expected a line {\"accuracy\": NUMBER, \"costs\": {\"ms\": NUMBER}} or ms=NUMBER", fault.Words,
            StringComparison.Ordinal);
    }

    // A replay reads steps from facts, in which they are numbers like all others.
    [Fact]
    public void A_step_is_heard_only_where_facts_keep_it_whole()
    {
        var answer = new ProgramAnswer(Measure.Accuracy, []);
        Assert.False(answer.Take("{\"step\": -9223372036854775808, \"accuracy\": 0.1}"));
        Assert.True(answer.Take("{\"step\": -9007199254740992, \"accuracy\": 0.2}"));
        Assert.True(answer.Take("{\"step\": 9007199254740992, \"accuracy\": 0.3}"));
        Assert.False(answer.Take("{\"step\": 9007199254740993, \"accuracy\": 0.4}"));
        Assert.All(answer.Reports, report => Assert.Equal(report.Step, (long)(double)report.Step));
    }

    [Fact]
    public void A_record_reads_back_and_equal_results_are_equal_bytes()
    {
        var order = new ChildOrder("a=1", 2, 77, 9);
        var result = new ProgramResult(Measure.Accuracy, 0.5, [new(1, 0.25)], [new("parameters", 3)], 1);
        var bytes = ProgramRecord.Write(order, result, null);
        var (of, name, read) = ProgramRecord.Read(bytes, Measure.Accuracy);
        Assert.Equal((order, "accuracy"), (of, name));
        Assert.Equal(bytes, ProgramRecord.Write(order, read.Program!, read.Failure));
        Assert.Equal(ProgramRecord.FingerprintOf(bytes), read.Fingerprint);
        Assert.Equal("exit-3",
            ProgramRecord.Read(ProgramRecord.Write(order, result with { Value = null }, "exit-3"), Measure.Accuracy).Outcome.Failure);
        Assert.Throws<System.Text.Json.JsonException>(() => ProgramRecord.Read("{}"u8, Measure.Accuracy));
    }

    [Theory]
    [InlineData("--rate={rate}", "--rate=0.1")]
    [InlineData("{rate}{layers}", "0.12")]
    [InlineData("{{rate}}", "{rate}")]
    [InlineData("--x={closed}", null)]
    [InlineData("plain", "plain")]
    public void Placeholders_are_filled_and_an_argument_without_a_value_is_left_out(string argument, string? filled) => Assert.Equal(
        filled is null ? [] : [filled],
        ProgramArguments.Filled([argument], name => name switch { "rate" => "0.1", "layers" => "2", _ => null }));

    [Theory]
    [InlineData("accuracy=0.5 ms=0", "said ms 0, and objective.kind \"soft\" takes a power of it")]
    [InlineData("{\"accuracy\": 0.5, \"costs\": {\"ms\": -2.5}}", "said ms -2.5, and objective.kind \"soft\" takes a power of it")]
    [InlineData("{\"accuracy\": 0.5, \"costs\": {\"ms\": 0.01, \"other\": 0}}", null)]
    public void A_cost_of_which_a_power_is_taken_has_to_be_above_0(string said, string? words)
    {
        var answer = new ProgramAnswer(Measure.Accuracy, ["ms"], powered: "ms");
        answer.Take(said);
        var (result, fault) = answer.End();
        Assert.Equal((words is null ? 0.5 : null, words is null ? null : "cost-not-positive"), (result.Value, fault?.Reason));
        Assert.StartsWith(words ?? string.Empty, fault?.Words ?? string.Empty, StringComparison.Ordinal);
        Assert.Null(End(said, "ms").Fault);
    }

    private static (ProgramResult Result, ProgramFault? Fault) End(string said, params string[] costs)
    {
        var answer = new ProgramAnswer(Measure.Accuracy, costs);
        foreach (var line in said.Split('\n'))
        {
            answer.Take(line);
        }

        return answer.End();
    }
}
