using System.Text.Json;
using System.Text.Json.Nodes;
using Enas.Pipeline.Options;
using Enas.Pipeline.Tasks.Folders;

namespace Enas.Pipeline.Tasks.Images;

/// <summary>How the files of a data set are understood, where they do not say it themselves.</summary>
/// <param name="Resize"><see cref="ImageResize.None"/>, <see cref="ImageResize.Fit"/> or <see cref="ImageResize.Crop"/>.</param>
/// <param name="ResizeTo">Height and width that resizing gives.</param>
/// <param name="Labels">Which labels of CIFAR-100: <c>fine</c> or <c>coarse</c>.</param>
/// <param name="CsvLabel">Where the label of a line stands: <c>last</c> or <c>first</c>.</param>
/// <param name="CsvHeader">Whether the first line of a CSV file names the columns.</param>
/// <param name="Transpose">Whether rows and columns change places.</param>
/// <param name="ValidIndices">The file that lists the validation images; it may lie among the data. Empty for none.</param>
internal sealed record ImageLayoutOptions(
    string Resize, int ResizeTo, string Labels, string CsvLabel, bool CsvHeader, bool Transpose, string ValidIndices)
{
    public const string Fine = "fine";
    public const string Coarse = "coarse";
    public const string Last = "last";
    public const string First = "first";

    /// <summary>What a job says that says nothing.</summary>
    public static ImageLayoutOptions Default
    {
        get;
    } = new(ImageResize.None, ImageResize.DefaultSide, Fine, Last, CsvHeader: false, Transpose: false, string.Empty);

    /// <summary>What a job says.</summary>
    public static ImageLayoutOptions Of(ImageDataOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new(options.Resize, options.ResizeTo,
            options.Labels, options.CsvLabel, options.CsvHeader, options.Transpose, options.ValidIndices);
    }

    /// <summary>It as a JSON object, without the list of validation images, which is of one data set and not of the network.</summary>
    public string ToJson() => new JsonObject
    {
        ["resize"] = Resize,
        ["resizeTo"] = ResizeTo,
        ["labels"] = Labels,
        ["csvLabel"] = CsvLabel,
        ["csvHeader"] = CsvHeader,
        ["transpose"] = Transpose,
    }.ToJsonString();

    /// <summary>What <see cref="ToJson"/> wrote; null where the text is something else.</summary>
    public static ImageLayoutOptions? Parse(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            JsonElement Of(string key) => document.RootElement.GetProperty(key);
            var (resize, side) = (Of("resize").GetString(), Of("resizeTo").GetInt32());
            return resize is ImageResize.None or ImageResize.Fit or ImageResize.Crop && side is > 0 and <= ImageResize.LargestSide
                ? new(resize, side, Of("labels").GetString()!,
                    Of("csvLabel").GetString()!, Of("csvHeader").GetBoolean(), Of("transpose").GetBoolean(), string.Empty)
                : null;
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            return null;
        }
    }

    /// <summary>Refuses an option that this layout has no use for: it would change nothing, and whoever set it expects a change.</summary>
    internal void RequireUse(string folder, string layout, bool hasLabels, bool isCsv)
    {
        var unused = Labels != Fine && !hasLabels ? $"labels = \"{Labels}\" is for CIFAR-100"
            : CsvLabel != Last && !isCsv ? $"csvLabel = \"{CsvLabel}\" is for CSV files"
            : CsvHeader && !isCsv ? "csvHeader = true is for CSV files"
            : null;
        if (unused is not null)
        {
            throw FolderFiles.Unusable($"{folder}: data.images.{unused}; the folder holds {layout}. Leave the option out.");
        }
    }
}
