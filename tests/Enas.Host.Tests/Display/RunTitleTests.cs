using Enas.Host.Display;
using Enas.Pipeline.Policies;
using Enas.Pipeline.Spaces.RnnCell;
using Enas.TestKit;

namespace Enas.Host.Tests.Display;

public sealed class RunTitleTests
{
    [Fact]
    public void The_entropy_of_a_uniform_policy_is_what_it_reports_itself()
    {
        var job = TestJobs.Tiny(nodes: 7);
        using var policy = new UniformPolicy(new RnnCellSpace(job.Space), 1);
        Assert.Equal(policy.Sample("test", 0, 0).Entropy, RunTitle.OfSearch("x", job).UniformEntropy, 12);
    }

    /// <summary>-p ln p of one of four activations is ln 4 / 4; a node's only source says nothing.</summary>
    [Fact]
    public void The_sampled_term_has_a_maximum_of_its_own()
    {
        var job = TestJobs.Tiny(nodes: 2);
        Assert.Equal(Math.Log(4) / 2,
            RunTitle.OfSearch("x", job with { Policy = job.Policy with { Entropy = "sampled" } }).UniformEntropy, 12);
    }

    [Fact]
    public void Candidates_are_clipped_to_the_space()
    {
        var job = TestJobs.Tiny(nodes: 1);
        Assert.Equal(8, RunTitle.OfSearch("x", job with { Derive = job.Derive with { Candidates = 50 } }).Candidates);
        Assert.Equal(0, RunTitle.OfTraining("x", job).Candidates);
    }
}
