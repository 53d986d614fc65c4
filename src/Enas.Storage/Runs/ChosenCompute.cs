using Enas.Pipeline.Composition;
using Enas.Pipeline.Messages;
using Enas.Pipeline.Options;
using Enas.Pipeline.Tensors;

namespace Enas.Storage.Runs;

/// <summary>What computes, among the backends that a program added.</summary>
/// <param name="kinds">Those backends.</param>
/// <param name="options">Which of them, and how.</param>
internal sealed class ChosenCompute(IReadOnlyList<IBackendKind> kinds, EnasOptions options) : ICompute
{
    private readonly IBackendKind _exact = kinds.FirstOrDefault(kind => kind.IsExact)
        ?? throw new ArgumentException("a policy is always computed exactly: add CpuBackend.Kind of the package Enas.Backends.Cpu");

    private readonly IBackendKind _chosen = Chosen(kinds, options.Backend);

    /// <inheritdoc />
    public ITensorBackend CreateBackend(DeviceOptions device) =>
        _chosen.Create(new BackendRequest(options.Device, options.Threads, device));

    /// <inheritdoc />
    public ITensorBackend CreatePolicyBackend() => _exact.Create(new BackendRequest(Device: null, Threads: 1, new DeviceOptions()));

    /// <inheritdoc />
    public ICompute Following(string? numerics, string? device) =>
        numerics is null || kinds.FirstOrDefault(kind => kind.Computed(numerics)) is not { } recorded
        ? this
        : new ChosenCompute(kinds, new EnasOptions
        {
            Backend = recorded.Name,
            Device = recorded == _chosen ? options.Device ?? device : device,
            Threads = options.Threads,
            NetworkTimer = options.NetworkTimer,
        });

    /// <inheritdoc />
    public double MedianMs(byte[] model, int warmUp, int repeats) => options.NetworkTimer is { } timer
        ? timer(model, warmUp, repeats)
        : throw new BadInputException(
            $"a latency cannot be measured here: set {nameof(EnasOptions)}.{nameof(EnasOptions.NetworkTimer)}");

    private static IBackendKind Chosen(IReadOnlyList<IBackendKind> kinds, string? name) =>
        name is null ? kinds[0] : kinds.FirstOrDefault(kind => kind.Name == name) ?? throw new ArgumentException(
            $"there is no backend \"{name}\"; those that were added: {string.Join(", ", kinds.Select(kind => kind.Name))}");
}
