using System.Globalization;
using System.Text;
using System.Text.Json;
using Enas.Pipeline.Tasks.Folders;

namespace Enas.Pipeline.Tasks.Images;

/// <summary>
/// A file that says which training images are the validation set: whole numbers from 0 separated by white space or commas; or a JSON object
/// with the list <c>valid</c> and, where it does not use all others to train on, <c>train</c>, as NAS-Bench-201 publishes its split (there
/// each list is <c>["int", ["0", "5", ...]]</c>).
/// </summary>
/// <param name="Train">Ascending.</param>
/// <param name="Valid">Ascending.</param>
internal sealed record SplitIndices(int[] Train, int[] Valid)
{
    /// <summary>The split of <paramref name="count"/> training images.</summary>
    public static SplitIndices Read(string path, int count)
    {
        var bytes = FolderFiles.ReadText(path);
        TextEncodings.Refuse(path, bytes);
        var text = Encoding.UTF8.GetString(bytes).TrimStart('\uFEFF');
        var (train, valid) = text.TrimStart().StartsWith('{') ? ReadJson(path, text) : (null, ReadNumbers(path, text));
        var places = new char[count];
        Mark(path, places, valid, 'v');
        Mark(path, places, train ?? [], 't');
        if (valid.Count == 0)
        {
            throw FolderFiles.Unusable($"{path}: no validation images in it.");
        }

        return new SplitIndices(Where(places, train is null ? '\0' : 't'), Where(places, 'v'));
    }

    private static void Mark(string path, char[] places, List<int> indices, char mark)
    {
        foreach (var index in indices)
        {
            if (index < 0 || index >= places.Length)
            {
                throw FolderFiles.Unusable($"{path}: index {index} is out of range: there are {places.Length} training "
                    + $"images; allowed: 0 to {places.Length - 1}. The file belongs to another data set, or training images are missing.");
            }

            if (places[index] != '\0')
            {
                throw FolderFiles.Unusable($"{path}: index {index} stands "
                    + $"twice{(places[index] == mark ? "" : ", to train on and to validate on")}; name each image once.");
            }

            places[index] = mark;
        }
    }

    private static int[] Where(char[] places, char mark) => [.. Enumerable.Range(0, places.Length).Where(i => places[i] == mark)];

    private static List<int> ReadNumbers(string path, string text)
    {
        var (numbers, line) = (new List<int>(), 0);
        foreach (var row in text.ReplaceLineEndings("\n").Split('\n'))
        {
            line++;
            foreach (var word in row.Split([' ', '\t', '\r', ','], StringSplitOptions.RemoveEmptyEntries))
            {
                numbers.Add(Number(word) ?? throw FolderFiles.Unusable(
                    $"{path}:{line}: \"{word}\" is no index; expected whole numbers from 0, separated by white space or commas."));
            }
        }

        return numbers;
    }

    private static (List<int>? Train, List<int> Valid) ReadJson(string path, string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            var root = document.RootElement;
            return (root.TryGetProperty("train", out var train) ? List(path, train) : null,
                root.TryGetProperty("valid", out var valid) ? List(path, valid)
                    : throw FolderFiles.Unusable($"{path}: the list \"valid\" is missing; expected {{ \"valid\": [0, 5, ...] }}."));
        }
        catch (JsonException error)
        {
            throw FolderFiles.Unusable($"{path}: begins like JSON and is not: {error.Message}", error);
        }
    }

    private static List<int> List(string path, JsonElement element)
    {
        if (element.ValueKind == JsonValueKind.Array && element.GetArrayLength() == 2 && element[1].ValueKind == JsonValueKind.Array)
        {
            element = element[1];
        }

        return element.ValueKind == JsonValueKind.Array
            ? [.. element.EnumerateArray().Select(item =>
                Number(item.ToString()) ?? throw FolderFiles.Unusable($"{path}: \"{item}\" is no index; expected whole numbers from 0."))]
            : throw FolderFiles.Unusable($"{path}: \"train\" and \"valid\" are lists of whole numbers.");
    }

    private static int? Number(string word) =>
        int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
