using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Enas.DeviceSteps;

/// <summary>The other side: scripts of plain eager PyTorch, each turn a process of its own.</summary>
/// <param name="Python">The interpreter.</param>
/// <param name="Folder">Where the scripts are.</param>
internal sealed partial record Peer(string Python, string Folder)
{
    private const int SampleMilliseconds = 200;

    /// <summary>Looks for a Python with PyTorch that knows the device.</summary>
    /// <param name="folder">Where the scripts are, or null.</param>
    /// <param name="device">The device.</param>
    /// <param name="words">What was found, or what is missing.</param>
    /// <returns>Null when there is none; then our side runs alone.</returns>
    public static Peer? Find(string? folder, string device, out string words)
    {
        const string alone = "our side runs alone, without a ratio";
        if (folder is null || !Directory.Exists(folder))
        {
            words = $"no scripts of the other side{(folder is null ? string.Empty : $" in {folder}")} (--peers FOLDER): {alone}";
            return null;
        }

        var python = Environment.GetEnvironmentVariable("ENAS_PYTHON") is { Length: > 0 } given ? given : "python3";
        var (exitCode, output) = Run(python, ["-c", "import torch; print(torch.__version__, torch.cuda.is_available())"], null);
        var said = output.Trim().Split(' ');
        var isUsable = exitCode == 0 && said.Length == 2 && (device == "cpu" || said[1] == "True");
        words = exitCode != 0
            ? $"{python} has no torch (ENAS_PYTHON names another): {alone}"
            : isUsable ? $"the other side is PyTorch {said[0]} of {python}"
                : $"PyTorch {said[0]} of {python} has no {device} (ENAS_PYTHON names another): {alone}";
        return isUsable ? new Peer(python, folder) : null;
    }

    /// <summary>One turn: median milliseconds of its steps, and the most memory that was seen meanwhile.</summary>
    public (double Milliseconds, double PeakBytes) Turn(StepCase step, string device, int steps)
    {
        var peak = 0.0;
        string[] arguments = [Path.Combine(Folder, step.Script),
            .. step.Arguments, "--device", device, "--steps", Text(steps), "--threads", Text(Environment.ProcessorCount)];
        var (exitCode, output) = Run(Python, arguments, process => peak = Math.Max(peak, DeviceMemory.Bytes(device, process) ?? 0));
        var match = Median().Match(output);
        return exitCode == 0 && match.Success
            ? (double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture), peak)
            : throw new InvalidOperationException($"{step.Script} ended with {exitCode}: {output}");
    }

    private static (int ExitCode, string Output) Run(string file, string[] arguments, Action<int>? sample)
    {
        try
        {
            using var process = Process.Start(
                new ProcessStartInfo(file, arguments) { RedirectStandardOutput = true, RedirectStandardError = sample is null })!;
            var output = process.StandardOutput.ReadToEndAsync();
            while (!process.WaitForExit(SampleMilliseconds))
            {
                sample?.Invoke(process.Id);
            }

            return (process.ExitCode, output.GetAwaiter().GetResult());
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return (127, string.Empty);
        }
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    [GeneratedRegex("([0-9.]+) ms/step")]
    private static partial Regex Median();
}
