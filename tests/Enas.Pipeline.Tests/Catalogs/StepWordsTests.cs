using Enas.Pipeline.Catalogs;
using Enas.Pipeline.Strategies;
using Enas.TestKit;

namespace Enas.Pipeline.Tests.Catalogs;

/// <summary>What people are told of steps: only a strategy with a policy that learns from samples has policy steps.</summary>
public sealed class StepWordsTests
{
    [Fact]
    public void Only_a_policy_that_learns_from_samples_has_policy_steps()
    {
        var job = TestJobs.Tiny();
        job = job with { Strategy = job.Strategy with { SamplesPerPolicyStep = 1 } };
        Assert.Equal(
            [
                "enas: policy steps of 1 sample, policy",
                "random: evaluations, evaluations",
                "policy-table: policy steps of 1 sample, policy",
                "evolution: evaluations, evaluations",
                "local-search: evaluations, evaluations",
                "spos: evaluations, evaluations",
                "nas: policy steps of 1 sample, policy",
                "halving: evaluations and promotions, evaluations and promotions",
                "mnas: policy steps of 1 sample, policy",
                "darts: steps of the architecture parameters, architecture parameters",
                "gdas: steps of the architecture parameters, architecture parameters",
                "fbnet: steps of the architecture parameters, architecture parameters",
                "predictor: evaluations, evaluations",
            ],
            StrategyCatalog.All.Select(kind => $"{kind.Name}: {kind.StepWords(job)}, {kind.StageWords}"));
    }
}
