using Enas.Host.Cli;
using Enas.Host.Composition;
using Enas.Host.Searches;
using Enas.Host.Verbs.Export;
using Enas.Pipeline.Files;
using Enas.Pipeline.Messages;
using Enas.Pipeline.Networks;
using Enas.Pipeline.Networks.Onnx;
using Enas.Pipeline.Tasks.Folders;
using Microsoft.ML.OnnxRuntime;

namespace Enas.Host.Verbs.Predict;

/// <summary>Runs a trained network, in ONNX Runtime and from its file alone, over what somebody gives it.</summary>
internal static class PredictVerb
{
    // The largest message of Protocol Buffers, which a model is.
    private const long MostBytes = int.MaxValue;

    // What a network is for, by the name that its file has of it.
    private static readonly (string Kind, Func<PredictRequest, Terminal, int> Predict)[] s_kinds =
        [("images", ImagePrediction.Run), ("text", TextPrediction.Run)];

    public static async Task<int> RunAsync(PredictArguments arguments, Terminal terminal)
    {
        using var file = IsFile(arguments.Network) ? FromFile(arguments.Network) : null;
        var training = file is null ? await RecordedSearch.OpenAsync(SearchLocator.Find(arguments.Network)) : null;
        using var exported = training is null
            ? null : NetworkFile.Open(training.Name, await NetworkExport.OnnxAsync(training, ImageInputs.Standardised));
        var request = new PredictRequest(
            (file ?? exported)!, arguments, training is null ? null : () => TaskCatalog.Load(training.Job));
        try
        {
            return Kind(request.File)(request, terminal);
        }
        catch (DataException fault) when (fault.Kind == DataErrorKind.Unusable)
        {
            throw new BadInputException(fault.Faults);
        }
        catch (OnnxRuntimeException error)
        {
            throw request.File.Fault("does not run with what it says of itself: " + ForeignText.Shown(error.Message, 300).TrimEnd('.'));
        }
    }

    // The name of a file, there or not; what is neither is a name of a training.
    private static bool IsFile(string network) => network.EndsWith(".onnx", StringComparison.OrdinalIgnoreCase)
        ? FileNames.KindOf(Surroundings.FullPath(network)) != FileKind.Directory
        : FileNames.KindOf(Surroundings.FullPath(network)) is not (FileKind.Absent or FileKind.Directory);

    private static NetworkFile FromFile(string network)
    {
        try
        {
            return NetworkFile.Open(network, RegularFile.ReadAllBytes(Surroundings.FullPath(network), MostBytes));
        }
        catch (FileNotFoundException)
        {
            throw new NotFoundException($"{ForeignText.Shown(network)}: there is no such file; "
                + "'enas export TRAINING --format onnx --out FILE' writes one");
        }
        catch (UnusableFileException error)
        {
            throw new BadInputException(error.Message);
        }
    }

    private static Func<PredictRequest, Terminal, int> Kind(NetworkFile file) => file.Find(NetworkTexts.Kind) is not { } kind
        ? throw file.Fault("does not say what it takes: it was not written by enas, or from a training of an early version. Export the "
            + "training anew; a network of another program is run by its own")
        : s_kinds.FirstOrDefault(known => known.Kind == kind).Predict
            ?? throw file.Unreadable(NetworkTexts.Kind, string.Join(" or ", s_kinds.Select(known => known.Kind)));
}
