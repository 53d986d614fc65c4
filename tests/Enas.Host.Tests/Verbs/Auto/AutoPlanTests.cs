using Enas.Host.Cli;
using Enas.Host.Tests.Cli;
using Enas.Host.Verbs.Auto;

namespace Enas.Host.Tests.Verbs.Auto;

public sealed class AutoPlanTests : IDisposable
{
    private readonly WorkFolder _work = new();

    private string File => Path.Combine(_work.Root, "auto-plan.json");

    public void Dispose() => _work.Dispose();

    [Fact]
    public void A_plan_is_read_as_it_was_written_before_and_after_it_was_made_again()
    {
        Assert.Null(AutoPlan.Read(File));
        var plan = new AutoPlan(15, 41.5, 1.25, 3, 2622);
        plan.Write(File, replaces: false);
        Assert.Equal(plan, AutoPlan.Read(File));
        var again = plan with { Again = new TrainingAgain(480.5, 0.072, 3120, 240) };
        again.Write(File, replaces: true);
        Assert.Equal(again, AutoPlan.Read(File));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{\"askedMinutes\": 15}")]
    [InlineData("{\"askedMinutes\":15,\"planningSeconds\":1,\"loadingSeconds\":1,\"atTheEndSeconds\":1,\"trainSteps\":0}")]
    [InlineData("{\"askedMinutes\":15,\"planningSeconds\":1,\"loadingSeconds\":1,\"atTheEndSeconds\":1,\"trainSteps\":9,"
        + "\"again\":{\"usedSeconds\":1,\"stepSeconds\":1,\"trainSteps\":-3,\"trainSeconds\":1}}")]
    public void What_is_no_plan_is_told_with_the_way_out(string text)
    {
        _work.Write("auto-plan.json", text);
        Assert.Contains("Delete it, and the training of the choice has the steps that stand in the job.",
            Assert.Throws<BadInputException>(() => AutoPlan.Read(File)).Message, StringComparison.Ordinal);
    }
}
