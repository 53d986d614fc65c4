using Enas.Backends.Cpu;
using Enas.Pipeline.Policies;
using Enas.Pipeline.Spaces.RnnCell;
using Enas.TestKit;

namespace Enas.Pipeline.Tests.Spaces.RnnCell;

/// <summary>What options change in the walk over a recurrent cell.</summary>
public sealed class RnnCellWalkTests : IDisposable
{
    private const int Nodes = 5;

    private readonly CpuBackend _backend = new(1);

    public void Dispose() => _backend.Dispose();

    /// <summary>The bias comes after the squashing, so logits differ by -r (node - i)², and log-probabilities by that and a
    /// constant.</summary>
    [Fact]
    public void The_recency_bias_takes_its_share_of_the_squared_distance_from_each_source()
    {
        const double bias = 1.0 / 6;
        var space = new RnnCellSpace(TestJobs.Space(Nodes));
        var options = TestJobs.Policy(6) with { InitRange = 0.8 };
        using var plain = new LstmPolicy(_backend, space, options, 7);
        using var biased = new LstmPolicy(_backend, space, options with { RecencyBias = bias }, 7);
        var architecture = plain.Sample("test", 0, 0).Architecture;
        var (without, with) = (plain.Distributions(architecture), biased.Distributions(architecture));
        Assert.Equal(without[0], with[0]);
        for (var node = 1; node < Nodes; node++)
        {
            var decision = (2 * node) - 1;
            double[] rest = [.. Enumerable.Range(0, node).Select(i =>
                with[decision][i] - without[decision][i] + (bias * (node - i) * (node - i)))];
            Assert.All(rest, value => Assert.Equal(rest[0], value, 1e-5));
            Assert.Equal(without[decision + 1], with[decision + 1]);
        }
    }
}
