using Enas.Backends.Cpu;
using Enas.Pipeline.Events;
using Enas.Pipeline.Options;
using Enas.Pipeline.Steps.Lifecycle;
using Enas.Pipeline.Tensors;
using Enas.TestKit;

namespace Enas.Backends.Torch.Tests;

/// <summary>A whole search on both backends, the policy on the exact one in both.</summary>
public sealed class SearchAgreementTests
{
    // float32 on two backends over 20 steps, relative.
    private const double Tolerance = 1e-3;

    private static readonly JobOptions s_job = TestJobs.Tiny() with { Budget = new BudgetOptions { Rounds = 4 } };

    [Fact]
    public async Task Twenty_steps_sample_the_same_architectures_and_their_losses_agree()
    {
        var exact = await LogOfAsync(new CpuBackend(2));
        var torch = await LogOfAsync(TorchBackend.Create(TestDevice.Options));
        Assert.Equal(exact.Select(row => (row.EventType, row.Step, row.Architecture)),
            torch.Select(row => (row.EventType, row.Step, row.Architecture)));
        Assert.True(exact.Max(row => row.Step) >= 20);
        foreach (var (one, other) in exact.Zip(torch))
        {
            Near(one.Loss, other.Loss);
            Near(one.GradNorm, other.GradNorm);
            Near(one.Reward, other.Reward);
            Near(one.Metric, other.Metric);
        }
    }

    /// <summary>From the log of a search on this backend alone, an exact backend derives every policy fact again, bit for bit.</summary>
    [Fact]
    public async Task The_policy_of_a_search_is_derived_again_bit_for_bit()
    {
        using var parts = new TinySearch(s_job, TorchBackend.Create(TestDevice.Options));
        await parts.RunAsync();
        using var again = new TinySearch(s_job, new CpuBackend(1));
        Assert.True((await again.ReplayAsync(parts.Log, null, policyOnly: true)).FactCount > 60);
    }

    /// <summary>
    /// The search made again on another backend: with a tolerance its numbers are near, and what follows from them is what was recorded,
    /// policy included; bit for bit they are not.
    /// </summary>
    [Fact]
    public async Task Made_again_on_another_backend_it_is_near_and_not_the_same()
    {
        using var parts = new TinySearch(s_job, TorchBackend.Create(TestDevice.Options));
        await parts.RunAsync();
        var tolerance = ReplayTolerance.OfReplay;
        using (var near = new TinySearch(s_job, new CpuBackend(1)))
        {
            await near.ReplayAsync(parts.Log, tolerance);
        }

        Assert.True(tolerance.Count > 20);
        Assert.InRange(tolerance.Largest, 1e-9, 1e-3);
        Assert.NotNull(ResumeDiverged.Of(new StepPosition(24, Phases.Host, 4), tolerance));
        using var exact = new TinySearch(s_job, new CpuBackend(1));
        await Assert.ThrowsAsync<ReplayDivergedException>(() => exact.ReplayAsync(parts.Log, null));
    }

    /// <summary>A number beyond the tolerance is a difference, and so is any bit of the policy's.</summary>
    [Theory]
    [InlineData("shared-weights-trained")]
    [InlineData("policy-updated")]
    public async Task A_forged_number_is_found(string eventType)
    {
        using var parts = new TinySearch(s_job, TorchBackend.Create(TestDevice.Options));
        await parts.RunAsync();
        var rows = await parts.RowsAsync();
        var at = rows.FindIndex(row => row.EventType == eventType);
        var name = eventType == "policy-updated" ? "grad_norm" : "loss";
        var share = eventType == "policy-updated" ? 1 + 1e-7 : 1.01;
        var forged = parts.Log.Forged(at, row => row with { Facts = Scaled(row.Facts, name, share) });
        using var again = new TinySearch(s_job, TorchBackend.Create(TestDevice.Options));
        var error = await Assert.ThrowsAsync<ReplayDivergedException>(() => again.ReplayAsync(forged, ReplayTolerance.OfReplay));
        Assert.Equal(eventType, error.Divergence.EventType);
    }

    private static string Scaled(string facts, string name, double factor)
    {
        var node = System.Text.Json.Nodes.JsonNode.Parse(facts)!.AsObject();
        Assert.True(node.ContainsKey(name), $"{name} is not in {facts}");
        node[name] = node[name]!.GetValue<double>() * factor;
        return node.ToJsonString();
    }

    private static async Task<List<LogRow>> LogOfAsync(ITensorBackend backend)
    {
        using var parts = new TinySearch(s_job, backend);
        await parts.RunAsync();
        return await parts.RowsAsync();
    }

    private static void Near(double? expected, double? actual)
    {
        Assert.Equal(expected is null, actual is null);
        Assert.True(expected is null || Math.Abs(expected.Value - actual!.Value) <= Tolerance * Math.Abs(expected.Value),
            $"{expected} and {actual}");
    }
}
