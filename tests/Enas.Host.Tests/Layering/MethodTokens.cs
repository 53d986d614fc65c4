using System.Buffers.Binary;
using System.Reflection;
using System.Reflection.Emit;

namespace Enas.Host.Tests.Layering;

/// <summary>The members that the compiled body of a method names, as metadata tokens.</summary>
internal static class MethodTokens
{
    private const byte TwoBytes = 0xFE;

    private static readonly Dictionary<int, OperandType> s_operands = typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => (OpCode)field.GetValue(null)!)
        .ToDictionary(code => code.Value & 0xFFFF, code => code.OperandType);

    public static IReadOnlyList<int> Of(byte[] body)
    {
        var tokens = new List<int>();
        for (var at = 0; at < body.Length;)
        {
            var code = body[at] == TwoBytes ? (TwoBytes << 8) | body[at + 1] : body[at];
            at += code > byte.MaxValue ? 2 : 1;
            var operand = s_operands[code];
            if (operand is OperandType.InlineField or OperandType.InlineMethod or OperandType.InlineTok or OperandType.InlineType)
            {
                tokens.Add(BinaryPrimitives.ReadInt32LittleEndian(body.AsSpan(at)));
            }

            at += Size(operand, body.AsSpan(at));
        }

        return tokens;
    }

    private static int Size(OperandType operand, ReadOnlySpan<byte> rest) => operand switch
    {
        OperandType.InlineNone => 0,
        OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => sizeof(byte),
        OperandType.InlineVar => sizeof(short),
        OperandType.InlineI8 or OperandType.InlineR => sizeof(long),
        OperandType.InlineSwitch => sizeof(int) * (1 + BinaryPrimitives.ReadInt32LittleEndian(rest)),
        _ => sizeof(int),
    };
}
