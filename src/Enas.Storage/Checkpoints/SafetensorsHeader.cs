using System.Buffers.Binary;
using System.Globalization;
using System.Text.Json;
using Enas.Pipeline.Messages;
using Enas.Pipeline.Ports;

namespace Enas.Storage.Checkpoints;

/// <summary>A tensor's place in the buffer that follows the header.</summary>
internal sealed record TensorSlot(string Name, IReadOnlyList<int> Shape, long Begin, long End);

/// <summary>What the metadata of a checkpoint say beside its texts.</summary>
internal sealed record SafetensorsMetadata(long Step, IReadOnlyList<SectionKind>? Sections);

/// <summary>
/// The header of a safetensors file: eight bytes of length, then JSON. Written with one fixed order and layout, so that equal content
/// gives equal bytes; read with every check the format asks for.
/// </summary>
internal sealed record SafetensorsHeader(long Step, IReadOnlyList<KeyValuePair<string, string>> Texts, IReadOnlyList<TensorSlot> Slots)
{
    /// <summary>The sections; null in the first format, which had none.</summary>
    public IReadOnlyList<SectionKind>? Sections { get; init; }

    /// <summary>
    /// Longest header. The format allows 100 MB, which as JSON would take up to ten times as much memory to read; a checkpoint's has some
    /// hundred bytes a tensor.
    /// </summary>
    public const int MaximumLength = 8 << 20;

    public const int PrefixLength = sizeof(long);

    private const string ReservedPrefix = "enas.";
    private const string FormatKey = "enas.format";
    private const string StepKey = "enas.step";
    private const string FirstFormat = "1";
    private const string SectionFormat = "2";

    /// <summary>Length prefix and padded JSON.</summary>
    public byte[] ToBytes()
    {
        using var stream = new MemoryStream();
        stream.Write(stackalloc byte[PrefixLength]);
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteStartObject("__metadata__");
            json.WriteString(FormatKey, Sections is null ? FirstFormat : SectionFormat);
            foreach (var section in Sections ?? [])
            {
                json.WriteString(SectionText.KeyOf(section), SectionText.Of(section));
            }

            json.WriteString(StepKey, Step.ToString(CultureInfo.InvariantCulture));
            foreach (var (key, value) in Texts)
            {
                json.WriteString(key, value);
            }

            json.WriteEndObject();
            foreach (var slot in Slots)
            {
                WriteSlot(json, slot);
            }

            json.WriteEndObject();
        }

        while (stream.Length % PrefixLength != 0)
        {
            stream.WriteByte((byte)' ');
        }

        var bytes = stream.ToArray();
        BinaryPrimitives.WriteInt64LittleEndian(bytes, bytes.Length - PrefixLength);
        return bytes.Length - PrefixLength <= MaximumLength
            ? bytes
            : throw new ArgumentException($"the checkpoint's header has {bytes.Length} bytes; a checkpoint may have {MaximumLength}");
    }

    /// <summary>Lays out a checkpoint: texts and tensors in ordinal order, without gaps.</summary>
    /// <exception cref="ArgumentException">A name twice or reserved, in no section or in two, or a tensor whose shape is
    /// not its size.</exception>
    public static (SafetensorsHeader Header, IReadOnlyList<CheckpointTensor> Tensors) Of(Checkpoint checkpoint)
    {
        var texts = checkpoint.Texts.OrderBy(text => text.Key, StringComparer.Ordinal).ToArray();
        var tensors = checkpoint.Tensors.OrderBy(tensor => tensor.Name, StringComparer.Ordinal).ToArray();
        RefuseDuplicates(texts.Select(text => text.Key));
        RefuseDuplicates(tensors.Select(tensor => tensor.Name).Prepend("__metadata__"));
        if (texts.FirstOrDefault(text => text.Key.StartsWith(ReservedPrefix, StringComparison.Ordinal)).Key is { } reserved)
        {
            throw new ArgumentException($"the text {reserved} uses a reserved prefix");
        }

        var sections = checkpoint.Sections?.OrderBy(section => section.Name, StringComparer.Ordinal).ToArray();
        if (SectionText.FaultOf(sections, texts.Select(text => text.Key).Concat(tensors.Select(tensor => tensor.Name))) is { } fault)
        {
            throw new ArgumentException(fault);
        }

        var slots = new TensorSlot[tensors.Length];
        var offset = 0L;
        for (var i = 0; i < slots.Length; i++)
        {
            var tensor = tensors[i];
            if (ElementCount(tensor.Shape) != tensor.Values.Length)
            {
                throw new ArgumentException(
                    $"tensor {tensor.Name} has {tensor.Values.Length} values for shape [{string.Join(", ", tensor.Shape)}]");
            }

            var end = offset + ((long)tensor.Values.Length * sizeof(float));
            slots[i] = new TensorSlot(tensor.Name, tensor.Shape, offset, end);
            offset = end;
        }

        return (new SafetensorsHeader(checkpoint.Step, texts, slots) { Sections = sections }, tensors);
    }

    /// <summary>Reads the JSON of a header whose buffer has <paramref name="bufferLength"/> bytes.</summary>
    /// <exception cref="InvalidDataException">Anything that the format or this version does not allow.</exception>
    public static SafetensorsHeader Parse(ReadOnlyMemory<byte> json, long bufferLength)
    {
        try
        {
            using var document = ParseJson(json);
            return Parse(document.RootElement, bufferLength);
        }
        catch (InvalidOperationException malformed)
        {
            // An escape that stands for half a character is found only when the text is asked for.
            throw new InvalidDataException("its header holds a text that is not valid Unicode", malformed);
        }
    }

    private static SafetensorsHeader Parse(JsonElement root, long bufferLength)
    {
        var texts = new List<KeyValuePair<string, string>>();
        var slots = new List<TensorSlot>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var metadata = default(SafetensorsMetadata);
        foreach (var entry in root.EnumerateObject())
        {
            Require(seen.Add(entry.Name), $"{Shown(entry.Name)} is there twice");
            if (entry.Name == "__metadata__")
            {
                metadata = ParseMetadata(entry.Value, texts);
            }
            else
            {
                slots.Add(ParseSlot(entry));
            }
        }

        Require(metadata?.Step >= 0, "it has no metadata");
        CheckLayout(slots, bufferLength);
        slots.Sort((left, right) => string.CompareOrdinal(left.Name, right.Name));
        var fault = SectionText.FaultOf(metadata!.Sections, texts.Select(text => text.Key).Concat(slots.Select(slot => slot.Name)));
        Require(fault is null, fault!);
        return new SafetensorsHeader(metadata.Step, texts, slots) { Sections = metadata.Sections };
    }

    private static void WriteSlot(Utf8JsonWriter json, TensorSlot slot)
    {
        json.WriteStartObject(slot.Name);
        json.WriteString("dtype", "F32");
        json.WriteStartArray("shape");
        foreach (var dimension in slot.Shape)
        {
            json.WriteNumberValue(dimension);
        }

        json.WriteEndArray();
        json.WriteStartArray("data_offsets");
        json.WriteNumberValue(slot.Begin);
        json.WriteNumberValue(slot.End);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static JsonDocument ParseJson(ReadOnlyMemory<byte> json)
    {
        try
        {
            var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 8 });
            Require(document.RootElement.ValueKind == JsonValueKind.Object, "its header is not a JSON object");
            return document;
        }
        catch (JsonException malformed)
        {
            throw new InvalidDataException($"its header is not JSON ({malformed.Message})", malformed);
        }
    }

    private static SafetensorsMetadata ParseMetadata(JsonElement metadata, List<KeyValuePair<string, string>> texts)
    {
        Require(metadata.ValueKind == JsonValueKind.Object, "its metadata is not an object");
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var sections = new List<SectionKind>();
        var (step, format) = (-1L, "");
        foreach (var entry in metadata.EnumerateObject())
        {
            Require(entry.Value.ValueKind == JsonValueKind.String && seen.Add(entry.Name),
                $"its metadata {Shown(entry.Name)} is no text, or there twice");
            var text = entry.Value.GetString()!;
            switch (entry.Name)
            {
                case FormatKey:
                    format = text;
                    break;
                case StepKey:
                    Require(long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out step), $"its step is {Shown(text)}");
                    break;
                case var key when SectionText.IsKey(key):
                    sections.Add(SectionText.Parse(key, text) ?? throw new InvalidDataException($"its {Shown(key)} is {Shown(text)}"));
                    break;
                default:
                    texts.Add(new(entry.Name, text));
                    break;
            }
        }

        Require(
            format is FirstFormat or SectionFormat,
            $"its format is '{Shown(format)}', and this program reads {FirstFormat} and {SectionFormat}");
        Require(format == SectionFormat || sections.Count == 0, $"it has sections in format {FirstFormat}");
        return new SafetensorsMetadata(step, format == FirstFormat ? null : sections);
    }

    private static TensorSlot ParseSlot(JsonProperty entry)
    {
        var (name, value) = (Shown(entry.Name), entry.Value);
        Require(value.ValueKind == JsonValueKind.Object, $"{name} is not an object");
        Require(value.EnumerateObject().Count() == 3, $"{name} does not have exactly dtype, shape and data_offsets");
        Require(value.TryGetProperty("dtype", out var type)
            && type.ValueKind == JsonValueKind.String && type.ValueEquals("F32"), $"{name} is not F32");
        Require(value.TryGetProperty("shape", out var shape), $"{name} has no shape");
        Require(value.TryGetProperty("data_offsets", out var offsets), $"{name} has no data_offsets");
        var dimensions = Numbers(shape, name);
        var range = Numbers(offsets, name);
        Require(dimensions.All(dimension => dimension <= int.MaxValue), $"{name} has an absurd shape");
        Require(range.Length == 2 && range[0] <= range[1], $"{name} has malformed data_offsets");
        var slot = new TensorSlot(entry.Name, Array.ConvertAll(dimensions, dimension => (int)dimension), range[0], range[1]);
        var count = ElementCount(slot.Shape);
        Require(count >= 0 && count <= Array.MaxLength && count * sizeof(float) == slot.End - slot.Begin,
            $"{name} has another size than its shape");
        return slot;
    }

    private static long[] Numbers(JsonElement array, string name)
    {
        Require(array.ValueKind == JsonValueKind.Array && array.GetArrayLength() <= 16,
            $"{name} holds something that is not a short array");
        var numbers = new long[array.GetArrayLength()];
        for (var i = 0; i < numbers.Length; i++)
        {
            var element = array[i];
            Require(element.ValueKind == JsonValueKind.Number && element.TryGetInt64(out numbers[i]) && numbers[i] >= 0,
                $"{name} holds a number that is not one");
        }

        return numbers;
    }

    // The buffer must be covered exactly: an overlap would let one tensor change another, a hole could hide anything.
    private static void CheckLayout(List<TensorSlot> slots, long bufferLength)
    {
        var offset = 0L;
        foreach (var slot in slots.OrderBy(slot => slot.Begin).ThenBy(slot => slot.End))
        {
            Require(slot.Begin == offset, $"{Shown(slot.Name)} begins at {slot.Begin} instead of {offset}: a hole or an overlap");
            offset = slot.End;
        }

        Require(offset == bufferLength, $"its tensors take {offset} bytes of a buffer of {bufferLength}");
    }

    /// <summary>Product of the dimensions; -1 when one is negative or the product is absurd.</summary>
    private static long ElementCount(IReadOnlyList<int> shape)
    {
        var count = 1L;
        foreach (var dimension in shape)
        {
            if (dimension < 0 || count > int.MaxValue)
            {
                return -1;
            }

            count *= dimension;
        }

        return count;
    }

    private static void RefuseDuplicates(IEnumerable<string> names)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var name in names)
        {
            if (!seen.Add(name))
            {
                throw new ArgumentException($"{name} is there twice in the checkpoint, or reserved");
            }
        }
    }

    private static string Shown(string text) => ForeignText.Shown(text, 64);

    private static void Require(bool condition, string reason)
    {
        if (!condition)
        {
            throw new InvalidDataException(reason);
        }
    }
}
