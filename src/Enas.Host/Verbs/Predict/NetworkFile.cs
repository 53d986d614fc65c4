using System.Globalization;
using System.Text.Json;
using Enas.Host.Cli;
using Enas.Host.Verbs.Export;
using Enas.Pipeline.Messages;
using Enas.Pipeline.Networks;
using Microsoft.ML.OnnxRuntime;

namespace Enas.Host.Verbs.Predict;

/// <summary>An ONNX model that this program wrote, in ONNX Runtime, with what it says of itself. Whatever it says may be wrong or
/// missing, and is named then.</summary>
internal sealed class NetworkFile : IDisposable
{
    /// <summary>ONNX Runtime's level of errors: it warns of what is meant so.</summary>
    private const OrtLoggingLevel Errors = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR;

    private const int MostSize = 1 << 16;

    private readonly IReadOnlyDictionary<string, string> _texts;

    private NetworkFile(string name, InferenceSession session) =>
        (Name, Session, _texts) = (name, session, session.ModelMetadata.CustomMetadataMap);

    /// <summary>What it is called, for messages.</summary>
    public string Name { get; }

    /// <summary>The model, ready to run.</summary>
    public InferenceSession Session { get; }

    /// <summary>Opens a model.</summary>
    /// <exception cref="BadInputException">It is no ONNX model.</exception>
    public static NetworkFile Open(string name, byte[] model)
    {
        try
        {
            using var options = new SessionOptions { LogSeverityLevel = Errors };
            return new NetworkFile(name, new InferenceSession(model, options));
        }
        catch (OnnxRuntimeException error)
        {
            throw new BadInputException($"{ForeignText.Shown(name)}: cannot be read as an ONNX model: "
                + $"{ForeignText.Shown(error.Message, 300).TrimEnd('.')}. Give a file that 'enas export --format onnx' wrote, or "
                + "a training.");
        }
    }

    /// <summary>A text that it says of itself; null where it does not.</summary>
    /// <param name="key">One of <see cref="NetworkTexts"/>, or another.</param>
    public string? Find(string key) => _texts.GetValueOrDefault(NameOf(key));

    /// <summary>A text that it must say.</summary>
    /// <exception cref="BadInputException">It does not.</exception>
    public string Text(string key) => Find(key) ?? throw Fault($"says no {NameOf(key)}. "
        + "Files of enas have it: export the training anew, with 'enas export TRAINING --format onnx'");

    /// <summary>Whole numbers from 1, of sizes that there are, separated by spaces.</summary>
    /// <exception cref="BadInputException">It says none, or others.</exception>
    public int[] Sizes(string key, int count)
    {
        int[] sizes = [.. Text(key).Split(' ').Select(text =>
            int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var size) ? size : 0)];
        return sizes.Length == count && sizes.All(size => size is > 0 and <= MostSize)
            ? sizes : throw Unreadable(key, $"{count} whole {(count == 1 ? "number" : "numbers")} from 1 to {MostSize}");
    }

    /// <summary>Finite numbers, separated by spaces.</summary>
    /// <exception cref="BadInputException">It says none, or others.</exception>
    public double[] Numbers(string key, int count, Func<double, bool> isAllowed)
    {
        double[] numbers = [.. Text(key).Split(' ').Select(text =>
            double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : double.NaN)];
        return numbers.Length == count && numbers.All(number => double.IsFinite(number) && isAllowed(number))
            ? numbers : throw Unreadable(key, count == 1 ? "a finite number" : $"{count} finite numbers, deviations above 0,");
    }

    /// <summary>The names in a JSON array; null where it says none.</summary>
    /// <exception cref="BadInputException">It says something else.</exception>
    public IReadOnlyList<string>? Names(string key)
    {
        try
        {
            return Find(key) is not { } json ? null
                : JsonSerializer.Deserialize<string[]>(json) is { } names && !names.Contains(null)
                    ? names : throw Unreadable(key, "an array of texts");
        }
        catch (JsonException)
        {
            throw Unreadable(key, "an array of texts");
        }
    }

    /// <summary>The lengths of an input; below 0 where they are open.</summary>
    /// <exception cref="BadInputException">It has no such input.</exception>
    public int[] InputOf(string name, int rank) =>
        Session.InputMetadata.TryGetValue(name, out var input) && input.IsTensor && input.Dimensions.Length == rank
            ? input.Dimensions : throw Fault($"has no input {name} of {rank} dimensions: it is not as 'enas export' writes it");

    /// <summary>The lengths of an output.</summary>
    /// <exception cref="BadInputException">It has no such output.</exception>
    public int[] OutputOf(string name, int rank) =>
        Session.OutputMetadata.TryGetValue(name, out var output) && output.IsTensor
        && output.ElementType == typeof(float) && output.Dimensions.Length == rank
            ? output.Dimensions : throw Fault($"has no output {name} of floats in {rank} dimensions: it is not as 'enas export' writes it");

    /// <summary>Runs the model; returns the values of its outputs in the order of their names here.</summary>
    /// <exception cref="BadInputException">A value is infinite or no number.</exception>
    public float[][] Run(IReadOnlyCollection<NamedOnnxValue> inputs, params string[] names)
    {
        using var outputs = Session.Run(inputs, names);
        float[][] values = [.. outputs.Select(output => output.AsTensor<float>().ToArray())];
        return values.All(of => of.All(float.IsFinite))
            ? values : throw Fault("gives values for this input that are infinite or no numbers, which say nothing");
    }

    /// <summary>A text that it says and that means nothing.</summary>
    public BadInputException Unreadable(string key, string expected) =>
        Fault($"its {NameOf(key)} is \"{ForeignText.Shown(Text(key), 80)}\", and {expected} stands there in files of enas");

    /// <summary>What is wrong with it.</summary>
    public BadInputException Fault(string words) => new($"{ForeignText.Shown(Name)}: {words}.");

    /// <inheritdoc />
    public void Dispose() => Session.Dispose();

    private static string NameOf(string key) => NetworkExport.Prefix + key.Replace('/', '.');
}
