using System.Globalization;
using System.Text.Json.Nodes;
using Enas.Host.Cli;
using Enas.Pipeline.Measures;
using Enas.Pipeline.Messages;
using Enas.Pipeline.Tasks.Folders;

namespace Enas.Host.Verbs.Predict;

/// <summary>What a network says of one image.</summary>
/// <param name="Top">The likeliest classes, the likeliest first.</param>
internal sealed record PredictedImage(ImageItem Image, IReadOnlyList<(string Class, double Probability)> Top)
{
    /// <summary>The likeliest class.</summary>
    public string Class => Top[0].Class;
}

/// <summary>The classes of images.</summary>
internal static class ImagePrediction
{
    private const int MostRows = 20;

    public static int Run(PredictRequest request, Terminal terminal)
    {
        var network = new ImageNetwork(request.File, request.Arguments.Classes);
        var predicted = Predict(network, ImageItems.Of(request, network), request.Arguments.Top);
        var known = predicted.Where(image => image.Image.Label is { } label && network.Classes.Contains(label)).ToArray();
        Write(request.File, network, predicted, known, request.Arguments.Transpose ?? true, terminal);
        terminal.Result(ToJson(request.File, network, predicted, known));
        return ExitCodes.Done;
    }

    private static List<PredictedImage> Predict(ImageNetwork network, IReadOnlyList<ImageItem> images, int top)
    {
        var (predicted, faults) = (new List<PredictedImage>(), new List<string>());
        foreach (var batch in images.Chunk(network.BatchSize))
        {
            // All that cannot be read are named, and nothing is said then: with statistics of the batch the others would be said wrong.
            byte[]?[] pixels = [.. batch.Select(image => Read(image, faults))];
            if (faults.Count == 0)
            {
                predicted.AddRange(network.Logits(pixels!).Zip(batch, (logits, image) => new PredictedImage(image,
                    [.. Likelihoods.Top(logits, top).Select(likely => (network.Classes[likely.Output], likely.Probability))])));
            }
        }

        return faults.Count == 0 ? predicted : throw new BadInputException(faults);
    }

    private static byte[]? Read(ImageItem image, List<string> faults)
    {
        try
        {
            return image.Read();
        }
        catch (DataException fault)
        {
            faults.AddRange(fault.Faults);
            return null;
        }
    }

    private static void Write(NetworkFile file, ImageNetwork network,
        IReadOnlyList<PredictedImage> predicted, IReadOnlyList<PredictedImage> known, bool isTurned, Terminal terminal)
    {
        terminal.Line($"network      {file.Name}: {Counted.Of(network.Classes.Count, "class", "classes")}, "
            + $"images of {network.Channels}x{network.Height}x"
            + $"{network.Width}{RecordedMeasure.Words(file, Measure.Accuracy)}");
        var table = known.Count > 0
            ? new PeopleTable("image", "class", "probability", "shows") : new PeopleTable("image", "class", "probability");
        foreach (var image in predicted.Take(MostRows))
        {
            string[] row = [image.Image.Name, image.Class, Percent(image.Top[0].Probability)];
            table.Row(known.Count > 0 ? [.. row, image.Image.Label ?? string.Empty] : row);
        }

        terminal.Draw(table);
        if (predicted.Count > MostRows)
        {
            terminal.Line($"             and {Count(predicted.Count - MostRows)} more images, which --json lists");
        }

        if (known.Count > 0)
        {
            var correct = Correct(known);
            terminal.Line($"accuracy     {Measure.Accuracy.Format(correct / (double)known.Count)}: "
                + $"{Count(correct)} of {Counted.Of(known.Count, "image")}");
        }

        foreach (var remark in Remarks(network, predicted, known, isTurned))
        {
            terminal.Line(remark);
        }
    }

    private static IEnumerable<string> Remarks(
        ImageNetwork network, IReadOnlyList<PredictedImage> predicted, IReadOnlyList<PredictedImage> known, bool isTurned)
    {
        var foreign = predicted.Where(image => image.Image.Label is not null).Except(known).Select(image => image.Image.Label!).ToArray();
        if (foreign.Length > 0)
        {
            yield return $"left out     {Counted.Of(foreign.Length, "image")} of classes that the network does not have: "
                + string.Join(", ", foreign.Distinct().Take(5));
        }

        if (network.Layout.Transpose && isTurned)
        {
            yield return "orientation  rows and columns of these images were exchanged, as those of the training were";
        }

        if (network.IsOfBatch)
        {
            yield return $"note         batch norm uses the statistics of each {Count(network.BatchSize)} images, as in the training's "
                + "test: what is said of an image depends on the others; train with train.network.batchNorm \"running\" where it must not";
        }
    }

    private static JsonObject ToJson(NetworkFile file, ImageNetwork network,
        IReadOnlyList<PredictedImage> predicted, IReadOnlyList<PredictedImage> known)
    {
        var json = RecordedMeasure.ToJson(file);
        json["classes"] = new JsonArray([.. network.Classes.Select(name => (JsonNode)name)]);
        json["results"] = new JsonArray([.. predicted.Select(image => (JsonNode)new JsonObject
        {
            ["input"] = image.Image.Name,
            ["class"] = image.Class,
            ["probability"] = image.Top[0].Probability,
            ["label"] = image.Image.Label,
            ["top"] = new JsonArray([.. image.Top.Select(likely => (JsonNode)new JsonObject
            {
                ["class"] = likely.Class,
                ["probability"] = likely.Probability,
            })]),
        })]);
        json["count"] = predicted.Count;
        json["labelled"] = known.Count;
        json["correct"] = known.Count > 0 ? Correct(known) : null;
        json["accuracy"] = known.Count > 0 ? Correct(known) / (double)known.Count : null;
        return json;
    }

    private static int Correct(IReadOnlyList<PredictedImage> known) => known.Count(image => image.Class == image.Image.Label);

    private static string Percent(double probability) => (100 * probability).ToString("0.0", CultureInfo.InvariantCulture) + " %";

    private static string Count(int count) => count.ToString("N0", CultureInfo.InvariantCulture);
}
