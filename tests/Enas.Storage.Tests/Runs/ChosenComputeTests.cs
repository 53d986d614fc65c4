using Enas.Pipeline.Composition;
using Enas.Pipeline.Messages;
using Enas.Pipeline.Options;
using Enas.Storage.Runs;

namespace Enas.Storage.Tests.Runs;

/// <summary>Which of the backends that a program added computes, and on which device.</summary>
public sealed class ChosenComputeTests
{
    private readonly RecordedRequests _exact = new("exact", isExact: true);
    private readonly RecordedRequests _fast = new("fast", isExact: false);

    [Fact]
    public void The_first_backend_trains_weights_and_the_exact_one_has_the_policy()
    {
        var compute = Compute(new EnasOptions { Device = "gpu:1", Threads = 3 });
        using var weights = compute.CreateBackend(new DeviceOptions());
        using var policy = compute.CreatePolicyBackend();
        Assert.Equal([new BackendRequest("gpu:1", 3, new DeviceOptions())], _fast.Requests);
        Assert.Equal([new BackendRequest(null, 1, new DeviceOptions())], _exact.Requests);
    }

    [Theory]
    [InlineData(null, null, "fast/1", "gpu:0", "gpu:0")]
    [InlineData(null, "gpu:1", "fast/1", "gpu:0", "gpu:1")]
    [InlineData("fast", "gpu:1", "fast/1", "gpu:0", "gpu:1")]
    [InlineData("exact", "gpu:1", "fast/1", "gpu:0", "gpu:0")]
    [InlineData(null, "gpu:1", null, null, "gpu:1")]
    public void A_recorded_search_goes_on_with_its_own_backend_on_the_device_that_is_set_for_that_one(
        string? backend, string? device, string? numerics, string? recorded, string expected)
    {
        using var made = Compute(new EnasOptions { Backend = backend, Device = device }).Following(numerics, recorded)
            .CreateBackend(new DeviceOptions());
        Assert.Equal(expected, Assert.Single(_fast.Requests).Device);
    }

    [Fact]
    public void A_search_of_the_exact_backend_goes_on_with_it_whatever_device_is_set_for_another()
    {
        using var made = Compute(new EnasOptions { Device = "gpu:1", Threads = 2 }).Following("exact/1", null)
            .CreateBackend(new DeviceOptions());
        Assert.Equal([new BackendRequest(null, 2, new DeviceOptions())], _exact.Requests);
    }

    [Fact]
    public void Networks_are_timed_by_what_was_given_for_that()
    {
        var compute = Compute(new EnasOptions { NetworkTimer = (model, warmUp, repeats) => model.Length + warmUp + repeats })
            .Following("exact/1", null);
        Assert.Equal(6, compute.MedianMs([1], 2, 3));
        Assert.Throws<BadInputException>(() => Compute(new EnasOptions()).MedianMs([1], 2, 3));
    }

    private ChosenCompute Compute(EnasOptions options) => new([_fast, _exact], options);
}
