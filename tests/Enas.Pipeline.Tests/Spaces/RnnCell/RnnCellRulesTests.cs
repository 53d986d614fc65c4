using Enas.Pipeline.Tests.Jobs;

namespace Enas.Pipeline.Tests.Spaces.RnnCell;

public sealed class RnnCellRulesTests
{
    /// <summary>Node 0 is no part of the output, so that one node would leave nothing.</summary>
    [Theory]
    [InlineData(1, false)]
    [InlineData(2, true)]
    public void An_output_of_all_nodes_but_the_first_needs_two(int nodes, bool isAllowed) => Assert.Equal(
        isAllowed, JobText.Errors(JobText.Minimal, $"space.nodes={nodes}", "space.output=all-but-first").Length == 0);
}
