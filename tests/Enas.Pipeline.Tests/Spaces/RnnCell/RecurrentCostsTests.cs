using Enas.Pipeline.Spaces.RnnCell;
using Enas.TestKit;

namespace Enas.Pipeline.Tests.Spaces.RnnCell;

public sealed class RecurrentCostsTests
{
    private static readonly RnnCellSpace s_space = new(TestJobs.Space(12));

    /// <summary>
    /// With a tied decoder and no bias every parameter of the released final network multiplies once for each token, so its published
    /// 22,027,104 parameters are its multiply-adds (docs/algorithms.md#parameter-counts).
    /// </summary>
    [Fact]
    public void The_official_final_network_multiplies_with_every_parameter_once_a_token()
    {
        var costs = new RecurrentCosts(s_space, TestJobs.Network(748), 10_000);
        Assert.Equal(22_027_104, costs.CountsOf(s_space.FromValues([.. s_space.Decisions.Select(_ => 0)])).MultiplyAdds);
    }

    [Fact]
    public void An_untied_decoder_adds_parameters_and_no_products()
    {
        var architecture = s_space.FromValues([.. s_space.Decisions.Select(_ => 0)]);
        var tied = new RecurrentCosts(s_space, TestJobs.Network(748), 10_000).CountsOf(architecture);
        var untied = new RecurrentCosts(s_space, TestJobs.Network(748) with { TiedDecoder = false }, 10_000).CountsOf(architecture);
        Assert.Equal((tied.MultiplyAdds, tied.Parameters + 7_480_000), (untied.MultiplyAdds, untied.Parameters));
    }

    [Fact]
    public void Training_costs_three_times_what_evaluation_does()
    {
        var costs = new RecurrentCosts(s_space, TestJobs.Network(748), 10_000);
        var architecture = s_space.FromValues([.. s_space.Decisions.Select(_ => 0)]);
        Assert.Equal((35L * 22_027_104, 105L * 22_027_104), (costs.OfEvaluation(architecture, 35), costs.OfTraining(architecture, 35)));
    }
}
