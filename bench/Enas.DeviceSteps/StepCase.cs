using Enas.Backends.Torch;
using Enas.Pipeline.Tensors;

namespace Enas.DeviceSteps;

/// <summary>A step that is measured.</summary>
/// <param name="Name">For people.</param>
/// <param name="Options">How our side computes.</param>
/// <param name="Create">Our side.</param>
/// <param name="Script">The other side's file.</param>
/// <param name="Arguments">Its sizes and precision.</param>
internal sealed record StepCase(
    string Name, TorchOptions Options, Func<ITensorBackend, IDeviceStep> Create, string Script, string[] Arguments)
{
    /// <summary>Bytes of a value in products.</summary>
    public int ValueBytes => Options.Precision == TorchPrecision.Bf16 ? 2 : sizeof(float);
}

/// <summary>What is measured on a device.</summary>
internal static class StepCases
{
    /// <summary>float32 everywhere; on a GPU also what its tensor cores are for.</summary>
    public static IEnumerable<StepCase> On(string device, bool small)
    {
        var plain = new TorchOptions(device);
        yield return Recurrent("recurrent step, float32", plain, small);
        yield return Macro("macro step, float32", plain, small);
        if (device != "cpu")
        {
            yield return Recurrent("recurrent step, tf32", plain with { Precision = TorchPrecision.Tf32 }, small, "--tf32");
            yield return Macro("macro step, bf16, channels last",
                plain with { Precision = TorchPrecision.Bf16, ChannelsLast = true }, small, "--bf16", "--channels-last");
        }
    }

    private static StepCase Recurrent(string name, TorchOptions options, bool small, params string[] more)
    {
        var size = small ? new RecurrentSize(64, 4, 16, 10, 500) : new RecurrentSize(1000, 12, 64, 35, 10_000);
        return new(name, options, backend => new RecurrentStep(backend, size), "rnn_step_torch.py", [.. size.Arguments, .. more]);
    }

    private static StepCase Macro(string name, TorchOptions options, bool small, params string[] more)
    {
        var size = small ? new MacroSize(8, 6, 16) : new MacroSize(36, 12, 128);
        return new(name, options, backend => new MacroStep(backend, size), "macro_step_torch.py", [.. size.Arguments, .. more]);
    }
}
