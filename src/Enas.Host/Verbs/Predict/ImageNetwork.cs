using Enas.Host.Cli;
using Enas.Pipeline.Files;
using Enas.Pipeline.Messages;
using Enas.Pipeline.Networks;
using Enas.Pipeline.Networks.Onnx;
using Enas.Pipeline.Options;
using Enas.Pipeline.Tasks.Images;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Enas.Host.Verbs.Predict;

/// <summary>A network on images, as its file says it.</summary>
internal sealed class ImageNetwork
{
    private const int MostUnlessItMatters = 256;
    private const int MostNameBytes = 1 << 26;

    private readonly NetworkFile _file;
    private readonly string _input;
    private readonly ImageStandardisation _standardisation;

    /// <param name="file">The network.</param>
    /// <param name="classes">A file of class names; null for those that it carries.</param>
    /// <exception cref="BadInputException">It lacks something, or says what cannot be.</exception>
    public ImageNetwork(NetworkFile file, string? classes)
    {
        _file = file;
        (Channels, Height, Width) = file.Sizes(NetworkTexts.Shape, 3) is [var channels, var height, var width]
            ? (channels, height, width) : default;
        if (file.InputOf("images", 4) is not [_, var c, var h, var w] || (c, h, w) != (Channels, Height, Width))
        {
            throw file.Unreadable(NetworkTexts.Shape, "the shape that its input has");
        }

        _input = file.Find(NetworkTexts.Input) ?? ImageInputs.Standardised;
        _standardisation = ImageStandardisation.Of(
            file.Numbers(NetworkTexts.Means, Channels, _ => true), file.Numbers(NetworkTexts.Deviations, Channels, value => value > 0));
        Layout = ImageLayoutOptions.Parse(file.Text(NetworkTexts.Layout))
            ?? throw file.Unreadable(NetworkTexts.Layout, "how files of images are understood");
        IsOfBatch = file.Text(NetworkTexts.BatchNorm) == BatchNormPolicies.Batch;
        var batch = file.Sizes(NetworkTexts.BatchSize, 1)[0];
        BatchSize = IsOfBatch ? batch : Math.Min(batch, MostUnlessItMatters);
        Classes = ClassesOf(file, classes, file.OutputOf("logits", 2)[1]);
    }

    public int Channels { get; }

    public int Height { get; }

    public int Width { get; }

    /// <summary>In the order of the outputs.</summary>
    public IReadOnlyList<string> Classes { get; }

    /// <summary>How files are understood.</summary>
    public ImageLayoutOptions Layout { get; }

    /// <summary>Images that are run together.</summary>
    public int BatchSize { get; }

    /// <summary>Whether what is said of an image depends on the others of its batch.</summary>
    public bool IsOfBatch { get; }

    /// <summary>The logits of images, each [C, H, W] of pixel values: an array each.</summary>
    public float[][] Logits(IReadOnlyList<byte[]> images) => [.. _file.Run([Input(images)], "logits")[0].Chunk(Classes.Count)];

    private NamedOnnxValue Input(IReadOnlyList<byte[]> images)
    {
        int[] shape = [images.Count, Channels, Height, Width];
        return _input switch
        {
            ImageInputs.Bytes => NamedOnnxValue.CreateFromTensor("images",
                new DenseTensor<byte>(images.SelectMany(image => image).ToArray(), shape)),
            ImageInputs.Unit => NamedOnnxValue.CreateFromTensor("images",
                new DenseTensor<float>(images.SelectMany(image => image.Select(value => value / 255f)).ToArray(), shape)),
            ImageInputs.Standardised => NamedOnnxValue.CreateFromTensor("images",
                new DenseTensor<float>(images.SelectMany(Standardised).ToArray(), shape)),
            _ => throw _file.Unreadable(NetworkTexts.Input, string.Join(" or ", ImageInputs.All)),
        };
    }

    private float[] Standardised(byte[] image)
    {
        var (values, plane) = (new float[image.Length], Height * Width);
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = _standardisation.Table(i / plane)[image[i]];
        }

        return values;
    }

    private static IReadOnlyList<string> ClassesOf(NetworkFile file, string? given, int count)
    {
        var names = given is null
            ? file.Names(NetworkTexts.Classes) ?? throw file.Fault("carries no names of its classes; give them with --classes FILE, "
                + $"a text file of {count} lines in the order of its outputs")
            : NamesIn(given);
        return names.Count == count && count > 0 ? names : throw (given is null
            ? file.Unreadable(NetworkTexts.Classes, $"the names of {count} classes")
            : new BadInputException($"{ForeignText.Shown(given)}: {names.Count} lines, and the network has {count} classes: a name each."));
    }

    private static string[] NamesIn(string path)
    {
        try
        {
            var text = System.Text.Encoding.UTF8.GetString(RegularFile.ReadAllBytes(Surroundings.FullPath(path), MostNameBytes));
            return text.TrimStart('\uFEFF').TrimEnd('\n', '\r').ReplaceLineEndings("\n").Split('\n');
        }
        catch (FileNotFoundException)
        {
            throw new NotFoundException($"--classes {ForeignText.Shown(path)}: there is no such file");
        }
        catch (UnusableFileException error)
        {
            throw new BadInputException($"--classes {error.Message}");
        }
    }
}
